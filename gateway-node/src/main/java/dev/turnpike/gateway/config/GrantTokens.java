package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the hash of its token into every grant, makes tokens for those without one, and sees to it that a token belongs
 * to one grant only. Confined to one reading.
 */
final class GrantTokens {
    private final Secrets secrets;
    private final Problems problems;
    private final Registry.Snapshot stored;
    private final Map<TokenHash, String> owners = new HashMap<>();
    private final List<IssuedToken> issued = new ArrayList<>();

    GrantTokens(
            Secrets secrets,
            Problems problems,
            Registry.Snapshot stored,
            Set<Resource.Id> declared,
            Set<Resource.Id> removed) {
        this.secrets = secrets;
        this.problems = problems;
        this.stored = stored;
        stored.resources().forEach((id, resource) -> {
            if (!declared.contains(id) && !removed.contains(id)) {
                StoredDocument.grant(resource).ifPresent(grant -> {
                    String owner = "grant `" + id.name() + "` of the registry";
                    grant.tokenHash().ifPresent(hash -> owners.put(hash, owner));
                    grant.previous().ifPresent(before -> owners.put(before.hash(), owner));
                });
            }
        });
    }

    /** The grant with its hash; empty if it has problems, which are reported. */
    Optional<Document> resolve(StrictText.Part part, GrantDocument written) {
        GrantDocument grant = Optional.ofNullable(stored.resources().get(written.id()))
                .flatMap(StoredDocument::grant)
                .map(written::tokens)
                .orElse(written);
        Optional<TokenHash> hash =
                grant.token().isPresent() ? presented(part, grant.token().get()) : Optional.of(known(grant));
        hash.ifPresent(usable -> own(part, usable, grant.token().isPresent() ? "/token" : "/tokenSha256"));
        grant.previous().ifPresent(before -> own(part, before.hash(), "/previousTokenSha256"));
        return hash.map(grant::hashed);
    }

    private void own(StrictText.Part part, TokenHash hash, String pointer) {
        String other = owners.putIfAbsent(hash, part.source());
        if (other != null) {
            problems.add(
                    part,
                    pointer,
                    "the token of another grant",
                    "it belongs to " + other + "; every grant needs its own");
        }
    }

    /** Tokens that were made, in the order of the documents. */
    List<IssuedToken> issued() {
        return issued;
    }

    private Optional<TokenHash> presented(StrictText.Part part, SecretReference reference) {
        try {
            Secret token = secrets.resolve(reference);
            Optional<TokenHash> hash = UsableToken.hash(token);
            if (hash.isPresent()) {
                return hash;
            }
            problems.add(
                    part,
                    "/token",
                    "`" + reference + "` holds no usable token",
                    UsableToken.EXPECTED + "; without `token` one is made");
        } catch (SecretException unusable) {
            problems.add(part, "/token", String.valueOf(unusable.getMessage()), "without `token` one is made");
        }
        return Optional.empty();
    }

    private TokenHash known(GrantDocument grant) {
        return grant.tokenHash().orElseGet(() -> issue(grant));
    }

    private TokenHash issue(GrantDocument grant) {
        IssuedToken token = IssuedToken.make(grant.name());
        issued.add(token);
        return TokenHash.of(token.token().reveal());
    }
}
