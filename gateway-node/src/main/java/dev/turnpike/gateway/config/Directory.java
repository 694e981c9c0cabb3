package dev.turnpike.gateway.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything a node needs to know of servers and grants to judge a call: one state of the registry, compiled.
 * Immutable; a call keeps the directory that it began with.
 */
public final class Directory {
    /** Longer bearer tokens are not looked up. */
    static final int MOST_TOKEN_CHARS = 512;

    private final long revision;
    private final Map<String, Server> servers;
    private final Map<TokenHash, Grant> grants;
    private final Map<TokenHash, Grant> previous;
    private final Map<String, Grant> byName;
    private final List<ConfigProblem> problems;

    /**
     * Everything of one revision.
     *
     * @param grants by the hash of their token
     * @param previous by that of the token before; each ends when that token does
     */
    Directory(
            long revision,
            Map<String, Server> servers,
            Map<TokenHash, Grant> grants,
            Map<TokenHash, Grant> previous,
            List<ConfigProblem> problems) {
        this.revision = revision;
        this.servers = Map.copyOf(servers);
        this.grants = Map.copyOf(grants);
        this.previous = Map.copyOf(previous);
        this.byName =
                grants.values().stream().collect(Collectors.toMap(Grant::name, grant -> grant, (one, same) -> one));
        this.problems = List.copyOf(problems);
    }

    /** A node that knows nothing. */
    public static Directory empty() {
        return new Directory(0, Map.of(), Map.of(), Map.of(), List.of());
    }

    /** The registry's revision that this is compiled from. */
    public long revision() {
        return revision;
    }

    public Optional<Server> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /** The grant whose token this is, be it valid or not. */
    public Optional<Grant> grantByToken(String bearer) {
        return bearer.length() > MOST_TOKEN_CHARS ? Optional.empty() : grantByHash(TokenHash.of(bearer));
    }

    /** The grant that has this token, or had it before its present one, given the token's hash. */
    public Optional<Grant> grantByHash(TokenHash hash) {
        Grant grant = grants.get(hash);
        return Optional.ofNullable(grant == null ? previous.get(hash) : grant);
    }

    /** The grant of that name, if it has a token. */
    public Optional<Grant> grant(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Server> servers() {
        return servers.values();
    }

    public Collection<Grant> grants() {
        return grants.values();
    }

    /** What cannot be used at this node: servers whose secrets are missing, documents that it does not understand. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
