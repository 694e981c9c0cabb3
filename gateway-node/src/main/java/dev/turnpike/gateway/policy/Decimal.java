package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number of a policy that numbers of calls are compared with, exactly: {@code 1}, {@code 1.0} and {@code 1e0} are
 * equal. Safe for any exponent: comparing looks at the magnitudes first and never writes a number out.
 */
final class Decimal {
    private final BigDecimal exact;
    private final long whole;
    private final boolean isLong;

    private Decimal(BigDecimal exact, long whole, boolean isLong) {
        this.exact = exact;
        this.whole = whole;
        this.isLong = isLong;
    }

    /** @throws IllegalArgumentException if the node is not a finite number */
    static Decimal of(JsonNode number) {
        BigDecimal exact = exact(number);
        if (exact == null) {
            throw new IllegalArgumentException("not a finite number");
        }
        return fitsLong(number)
                ? new Decimal(exact, number.longValue(), /* isLong= */ true)
                : new Decimal(exact, 0, /* isLong= */ false);
    }

    /** Whether the node is a number that has a value; infinities have none. */
    static boolean isFinite(JsonNode node) {
        return node.isNumber() && ((!node.isDouble() && !node.isFloat()) || Double.isFinite(node.doubleValue()));
    }

    /** The sign of {@code number} minus this; the number {@link #isFinite}. */
    int compare(JsonNode number) {
        if (isLong && fitsLong(number)) {
            return Long.compare(number.longValue(), whole);
        }
        BigDecimal other = exact(number);
        if (other == null) {
            throw new IllegalArgumentException("not a finite number");
        }
        return other.compareTo(exact);
    }

    /** The node's value, or null if it is not a finite number. */
    static @Nullable BigDecimal exact(JsonNode node) {
        if (!isFinite(node)) {
            return null;
        }
        // A float's own decimalValue goes through double, which adds digits that nobody wrote.
        return node.isFloat() ? new BigDecimal(node.asText()) : node.decimalValue();
    }

    private static boolean fitsLong(JsonNode number) {
        return number.isInt() || number.isLong();
    }
}
