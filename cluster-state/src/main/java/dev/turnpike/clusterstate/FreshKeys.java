package dev.turnpike.clusterstate;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes keys. Thread-safe. */
public final class FreshKeys {
    private static final int ID_BYTES = 4;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    /** A key that nobody else has; when it was made is for others to say. */
    public KeyRing.Key next() {
        return new KeyRing.Key(HexFormat.of().formatHex(bytes(ID_BYTES)), bytes(SECRET_BYTES), /* madeMillis= */ 0);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
