package dev.turnpike.gateway.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.IssuedToken;
import dev.turnpike.gateway.config.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The grants of a cluster, by the admin API of a node. Tokens are made here, and only their hashes leave this machine: no
 * node and no log ever holds one. Blocks.
 */
public final class GrantClient {
    private static final String GRANT = "grant";
    private static final String HASH = "tokenSha256";
    private static final String PREVIOUS = "previousTokenSha256";
    private static final String UNTIL = "previousUntil";

    private final ResourceClient resources;

    /** The grants among these documents. */
    public GrantClient(ResourceClient resources) {
        this.resources = resources;
    }

    /** The entries of the list, with what they say. */
    public List<JsonNode> list() {
        return resources.list(Optional.of(GRANT), /* documents= */ true);
    }

    /**
     * Writes a grant that is not there yet.
     *
     * @param grant all but its token
     * @throws AdminException 412 if it is there
     */
    public IssuedToken create(String name, ObjectNode grant) {
        IssuedToken token = IssuedToken.make(name);
        String hash = hash(token);
        grant.put(HASH, hash);
        stored(name, hash, () -> resources.create(GRANT, name, grant));
        return token;
    }

    /**
     * Gives a grant another token.
     *
     * @param grace how long the present one is good yet, from {@code now} on
     */
    public IssuedToken rotate(String name, Duration grace, Instant now) {
        ResourceClient.Document stored = resources.find(GRANT, name);
        IssuedToken token = IssuedToken.make(name);
        String hash = hash(token);
        ObjectNode grant = stored.json();
        if (grace.isZero()) {
            grant.remove(List.of(PREVIOUS, UNTIL));
        } else {
            grant.put(PREVIOUS, grant.path(HASH).asText())
                    .put(UNTIL, now.plus(grace).toString());
        }
        grant.put(HASH, hash);
        stored(name, hash, () -> resources.write(GRANT, name, grant, stored.tag()));
        return token;
    }

    /** Changes what a grant says. */
    public PlanReport change(String name, Consumer<ObjectNode> change) {
        ResourceClient.Document stored = resources.find(GRANT, name);
        ObjectNode grant = stored.json();
        change.accept(grant);
        return resources.write(GRANT, name, grant, stored.tag());
    }

    /** Removes a grant: its tokens are those of nobody. */
    public PlanReport revoke(String name) {
        return resources.remove(GRANT, name);
    }

    /** Writes; where the answer is lost, looks whether the hash is there, so that its token is not lost, too. */
    private void stored(String name, String hash, Runnable write) {
        try {
            write.run();
        } catch (AdminException failure) {
            if (!failure.isPassing() || !isStored(name, hash)) {
                throw failure;
            }
        }
    }

    private boolean isStored(String name, String hash) {
        try {
            return resources.find(GRANT, name).json().path(HASH).asText().equals(hash);
        } catch (AdminException unknown) {
            return false;
        }
    }

    private static String hash(IssuedToken token) {
        return TokenHash.of(token.token().reveal()).hex();
    }
}
