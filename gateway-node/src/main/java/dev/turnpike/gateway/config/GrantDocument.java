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
 * @param previous the token before it, which is good for some time yet
 */
record GrantDocument(
        String name,
        String server,
        Optional<PolicyReference> policy,
        Optional<SecretReference> token,
        Optional<TokenHash> tokenHash,
        Optional<PreviousToken> previous,
        Optional<Instant> expires,
        boolean disabled)
        implements Document {
    private static final String TIME = "a time such as `2027-01-01T00:00:00Z`";

    static Optional<GrantDocument> read(Optional<String> name, Fields fields) {
        Optional<String> server = fields.required("server", fields::name);
        Optional<PolicyReference> policy = fields.parsed("policy", PolicyReference.EXPECTED, PolicyReference::parse);
        Optional<SecretReference> token = fields.secret("token");
        Optional<TokenHash> hash = fields.parsed("tokenSha256", TokenHash.EXPECTED, TokenHash::parse);
        if (fields.has("token") && fields.has("tokenSha256")) {
            fields.wrong("tokenSha256", "there beside `token`", "remove one of them");
        }
        Optional<PreviousToken> previous = previous(fields, hash);
        Optional<Instant> expires = fields.parsed("expires", TIME, GrantDocument::instant);
        boolean disabled = fields.flag("disabled").orElse(false);
        return name.isPresent() && server.isPresent()
                ? Optional.of(
                        new GrantDocument(name.get(), server.get(), policy, token, hash, previous, expires, disabled))
                : Optional.empty();
    }

    private static Optional<PreviousToken> previous(Fields fields, Optional<TokenHash> hash) {
        Optional<TokenHash> before = fields.parsed("previousTokenSha256", TokenHash.EXPECTED, TokenHash::parse);
        Optional<Instant> until = fields.parsed("previousUntil", TIME, GrantDocument::instant);
        if (fields.has("previousTokenSha256") != fields.has("previousUntil")) {
            String alone = fields.has("previousUntil") ? "previousUntil" : "previousTokenSha256";
            fields.wrong(alone, "there alone", "write both `previousTokenSha256` and `previousUntil`");
        } else if (fields.has("previousUntil") && !fields.has("tokenSha256")) {
            fields.wrong("previousTokenSha256", "there without `tokenSha256`", "write the present one as well");
        } else if (before.isPresent() && before.equals(hash)) {
            fields.wrong("previousTokenSha256", "the present token", "write the one before it");
            return Optional.empty();
        }
        return before.isPresent() && until.isPresent()
                ? Optional.of(new PreviousToken(before.get(), until.get()))
                : Optional.empty();
    }

    /** The same grant, with the hash of its token for the token. */
    GrantDocument hashed(TokenHash hash) {
        return new GrantDocument(
                name, server, policy, Optional.empty(), Optional.of(hash), previous, expires, disabled);
    }

    /** The same grant with the tokens that it has now, if it says nothing of tokens itself. */
    GrantDocument tokens(GrantDocument now) {
        return token.isPresent() || tokenHash.isPresent()
                ? this
                : new GrantDocument(name, server, policy, token, now.tokenHash, now.previous, expires, disabled);
    }

    /** The same grant with another policy. */
    GrantDocument policy(Optional<PolicyReference> other) {
        return new GrantDocument(name, server, other, token, tokenHash, previous, expires, disabled);
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
        policy.ifPresent(reference -> normalForm.put("policy", reference.text()));
        normalForm.put("tokenSha256", tokenHash.orElseThrow().hex());
        previous.ifPresent(before -> normalForm
                .put("previousTokenSha256", before.hash().hex())
                .put("previousUntil", before.until().toString()));
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
