package dev.turnpike.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Resource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code kind: Grant}.
 *
 * @param token where its token is; the registry stores its hash instead
 * @param tokenHash the hash of its token
 */
record GrantDocument(
        String name,
        String server,
        Optional<String> policy,
        Optional<SecretReference> token,
        Optional<TokenHash> tokenHash,
        Optional<Instant> expires,
        boolean disabled)
        implements Document {
    static Optional<GrantDocument> read(Optional<String> name, Fields fields) {
        Optional<String> server = fields.required("server", fields::name);
        Optional<String> policy = fields.name("policy");
        Optional<SecretReference> token = fields.secret("token");
        Optional<TokenHash> hash = fields.parsed("tokenSha256", TokenHash.EXPECTED, TokenHash::parse);
        if (fields.has("token") && fields.has("tokenSha256")) {
            fields.wrong("tokenSha256", "there beside `token`", "remove one of them");
        }
        Optional<Instant> expires =
                fields.parsed("expires", "a time such as `2027-01-01T00:00:00Z`", GrantDocument::instant);
        boolean disabled = fields.flag("disabled").orElse(false);
        return name.isPresent() && server.isPresent()
                ? Optional.of(new GrantDocument(name.get(), server.get(), policy, token, hash, expires, disabled))
                : Optional.empty();
    }

    /** The same grant, with the hash of its token for the token. */
    GrantDocument hashed(TokenHash hash) {
        return new GrantDocument(name, server, policy, Optional.empty(), Optional.of(hash), expires, disabled);
    }

    @Override
    public Resource.Kind kind() {
        return Resource.Kind.GRANT;
    }

    @Override
    public <T> T fold(
            Function<ServerDocument, T> server, Function<PolicyDocument, T> policy, Function<GrantDocument, T> grant) {
        return grant.apply(this);
    }

    @Override
    public void write(ObjectNode normalForm) {
        normalForm.put("server", server);
        policy.ifPresent(policyName -> normalForm.put("policy", policyName));
        normalForm.put("tokenSha256", tokenHash.orElseThrow().hex());
        expires.ifPresent(time -> normalForm.put("expires", time.toString()));
        normalForm.put("disabled", disabled);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException invalid) {
            return Optional.empty();
        }
    }
}
