package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A number of a policy that numbers of calls are compared with, exactly: {@code 1}, {@code 1.0} and {@code 1e0} are
 * equal. Safe for any exponent: comparing looks at the magnitudes first and never writes a number out.
 */
final class Decimal {
    private final BigDecimal exact;
    private final long whole;
    private final boolean isLong;
    /** The double that a server of JavaScript, and many another, reads it as. */
    private final double nearest;

    private Decimal(BigDecimal exact, long whole, boolean isLong) {
        this.exact = exact;
        this.whole = whole;
        this.isLong = isLong;
        this.nearest = exact.doubleValue();
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

    /**
     * Judges a number by the sign of its difference to this one. A number beyond the precision of a double is read
     * exactly by some servers and rounded by others; where the two readings are judged differently, it cannot be judged.
     */
    Verdict judge(JsonNode number, IntPredicate sign) {
        if (!isFinite(number)) {
            return Verdict.UNJUDGEABLE;
        }
        int difference = compare(number);
        boolean holds = sign.test(difference);
        if (difference != 0 && holds != sign.test(0) && number.doubleValue() == nearest) {
            return Verdict.UNJUDGEABLE;
        }
        return holds ? Verdict.HOLDS : Verdict.FAILS;
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
