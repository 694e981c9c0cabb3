package dev.turnpike.gateway.audit.values;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.audit.trail.ChainedLine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key that encrypts values: AES-256-GCM under a hash of a secret. Thread-safe. */
public final class ValueKey {
    /** The fewest characters that the secret may have. */
    public static final int SHORTEST = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String KEY_LABEL = "turnpike argument values\n";
    private static final String ID_LABEL = "turnpike argument values key id\n";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String id;

    /** @throws IllegalArgumentException for a secret that is too short; the message does not show it */
    public ValueKey(String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "the key has " + secret.length() + " characters (expected: at least " + SHORTEST + ")");
        }
        this.key = new SecretKeySpec(hash(KEY_LABEL + secret), "AES");
        this.id = ChainedLine.encoded(Arrays.copyOf(hash(ID_LABEL + secret), ID_BYTES));
    }

    /** What tells the key from others: the beginning of a hash. */
    public String id() {
        return id;
    }

    /** Encrypts a text that belongs to that record, and to no other. */
    String seal(String record, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, nonce, record).doFinal(text.getBytes(UTF_8));
            return ChainedLine.encoded(ByteBuffer.allocate(nonce.length + secret.length)
                    .put(nonce)
                    .put(secret)
                    .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    /** The text of that record; empty if it was encrypted otherwise, or changed. */
    Optional<String> open(String record, String sealed) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] text = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), record)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(text, UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException changed) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String record) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(record.getBytes(UTF_8));
        return cipher;
    }

    private static byte[] hash(String text) {
        return ChainedLine.sha256().digest(text.getBytes(UTF_8));
    }
}
