package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.audit.trail.ChainedLine;
import dev.turnpike.gateway.canonical.CanonicalJson;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which arguments are digested. Whoever has it can try values; whoever has only digests cannot. Thread-safe.
 */
public final class DigestKey {
    /** The fewest characters that a key may have. */
    public static final int SHORTEST = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String ID_LABEL = "turnpike arguments digest key\n";
    private static final int ID_BYTES = 6;

    private final SecretKeySpec key;
    private final String id;

    /** @throws IllegalArgumentException for a key that is too short; the message does not show it */
    public DigestKey(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "the key has " + secret.length() + " characters (expected: at least " + SHORTEST + ")");
        }
        byte[] bytes = secret.getBytes(UTF_8);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        byte[] hash = ChainedLine.sha256().digest((ID_LABEL + secret).getBytes(UTF_8));
        this.id = ChainedLine.encoded(Arrays.copyOf(hash, ID_BYTES));
    }

    /** What tells the key from others: the beginning of a hash. */
    public String id() {
        return id;
    }

    /** HMAC-SHA-256 over the canonical form of the arguments; base64url. */
    public String digest(ObjectNode arguments) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ChainedLine.encoded(mac.doFinal(CanonicalJson.of(arguments).bytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
