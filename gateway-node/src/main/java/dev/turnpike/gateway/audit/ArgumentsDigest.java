package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By what calls with equal arguments are found, without their values.
 *
 * @param key which key it was made with, see {@link DigestKey#id}
 * @param hmac HMAC-SHA-256 of the arguments; empty for a call whose body is longer than {@link #MOST_BYTES}
 */
public record ArgumentsDigest(String key, Optional<String> hmac) {
    /** Of longer calls no digest is made: an event loop would be held up. */
    public static final int MOST_BYTES = 16 << 10;

    public ArgumentsDigest {
        requireNonNull(key, "key");
        requireNonNull(hmac, "hmac");
    }

    /** Makes the digests of one node. Thread-safe. */
    @FunctionalInterface
    public interface Maker {
        /** Makes none. */
        Maker NONE = (bytes, arguments) -> Optional.empty();

        /**
         * The digest of a call, if there is to be one.
         *
         * @param bytes how long its body is
         */
        Optional<ArgumentsDigest> of(int bytes, Supplier<ObjectNode> arguments);

        /** Makes them with a key. */
        static Maker with(DigestKey key) {
            return (bytes, arguments) -> Optional.of(new ArgumentsDigest(
                    key.id(), bytes > MOST_BYTES ? Optional.empty() : Optional.of(key.digest(arguments.get()))));
        }
    }
}
