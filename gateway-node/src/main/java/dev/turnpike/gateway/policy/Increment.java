package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How much one call spends: always the same, or what one of its arguments says.
 *
 * @param costMicros in millionths; meant only if there is no path
 * @param path where the amount stands
 */
record Increment(long costMicros, @Nullable ArgumentPath path) {
    /** What {@link #micros} gives for an argument that is no amount. */
    static final long BAD = -1;

    static Increment cost(long micros) {
        return new Increment(micros, null);
    }

    static Increment from(ArgumentPath path) {
        return new Increment(0, path);
    }

    boolean isFixed() {
        return path == null;
    }

    /** In millionths, or {@link #BAD}: missing, not a number, negative, too precise or too large. */
    long micros(Supplier<? extends JsonNode> arguments) {
        if (path == null) {
            return costMicros;
        }
        JsonNode value = path.find(arguments.get());
        BigDecimal amount = value == null ? null : Decimal.exact(value);
        return amount == null ? BAD : Micros.of(amount).orElse(BAD);
    }
}
