package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Secret keys that all nodes share and nobody else knows, for what one node seals and another opens. Thread-safe; never
 * blocks. Made by the cluster itself, anew every {@link #RENEWED_MILLIS}; they live as long as the cluster does.
 */
public interface KeyRing {
    /** How long a key seals: one day. It opens for twice as long. */
    long RENEWED_MILLIS = 86_400_000;

    /**
     * A key.
     *
     * @param id tells keys apart; no secret
     * @param secret 32 random bytes; not to be changed
     * @param madeMillis when it was made, in epoch milliseconds
     */
    @SuppressWarnings("ArrayRecordComponent") // keys are told apart by their ids
    record Key(String id, byte[] secret, long madeMillis) {
        public Key {
            requireNonNull(id, "id");
            if (secret.length != 32) {
                throw new IllegalArgumentException("secret: " + secret.length + " bytes (expected: 32)");
            }
        }

        @Override
        public String toString() {
            return "key " + id;
        }
    }

    /**
     * The keys in use: the first one seals, all open. Fails with {@link StateUnavailableException} when the cluster
     * cannot be reached.
     */
    CompletionStage<List<Key>> keys();
}
