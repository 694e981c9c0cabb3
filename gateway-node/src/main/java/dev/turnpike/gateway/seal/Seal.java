package dev.turnpike.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.clusterstate.KeyRing;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and authenticates short texts (AES-256-GCM, NIST SP 800-38D) that clients carry from node to node. A text is
 * good for the purpose it was sealed for only. Thread-safe; never blocks. Stages fail with {@link
 * dev.turnpike.clusterstate.StateUnavailableException} while the cluster's keys cannot be reached.
 *
 * <p>A key is renewed each day, so that no key seals more than random nonces of 96 bits are good for.
 */
public final class Seal {
    /** What every sealed text begins with. */
    public static final String PREFIX = "tp1.";

    /** Longer texts are not opened. */
    private static final int LONGEST = 4_096;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    public Seal(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Seals a text.
     *
     * @param purpose what it is good for; must be given again to open it
     */
    public CompletionStage<String> seal(String purpose, String text) {
        return keys.keys().thenApply(ring -> sealed(ring.get(0), purpose, text));
    }

    /** The text that was sealed; empty if it was not sealed by this cluster, for another purpose, or too long ago. */
    public CompletionStage<Optional<String>> open(String purpose, String sealed) {
        return keys.keys().thenApply(ring -> opened(ring, purpose, sealed));
    }

    private String sealed(KeyRing.Key key, String purpose, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] secret = cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose).doFinal(text.getBytes(UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + secret.length)
                    .put(nonce)
                    .put(secret)
                    .array();
            return PREFIX + key.id() + "." + ENCODER.encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + CIPHER, impossible);
        }
    }

    private static Optional<String> opened(List<KeyRing.Key> ring, String purpose, String sealed) {
        int dot = sealed.indexOf('.', PREFIX.length());
        if (!sealed.startsWith(PREFIX) || dot < 0 || sealed.length() > LONGEST) {
            return Optional.empty();
        }
        String id = sealed.substring(PREFIX.length(), dot);
        return ring.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .flatMap(key -> opened(key, purpose, sealed.substring(dot + 1)));
    }

    private static Optional<String> opened(KeyRing.Key key, String purpose, String encoded) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(encoded);
            if (all.length < NONCE_BYTES + TAG_BITS / 8
                    || !ENCODER.encodeToString(all).equals(encoded)) {
                return Optional.empty(); // of two texts that decode to the same bytes, one is ours
            }
            byte[] nonce = java.util.Arrays.copyOf(all, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, purpose)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            return Optional.of(new String(text, UTF_8));
        } catch (IllegalArgumentException | GeneralSecurityException forged) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, KeyRing.Key key, byte[] nonce, String purpose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key.secret(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((purpose + "\n" + key.id()).getBytes(UTF_8));
        return cipher;
    }
}
