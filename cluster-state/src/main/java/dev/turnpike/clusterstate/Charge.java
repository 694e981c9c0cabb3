package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;

/**
 * What one call wants to spend from one counter, and the most that counter may hold. The maximum travels with the call,
 * so that an edited policy is in force at once.
 *
 * <p>Amounts are in micros (millionths of the policy's unit): exact for six decimal places, and a count of up to 10¹²
 * units fits.
 *
 * @param counter which count
 * @param maxMicros the most that one window may hold, at least 0 and at most {@link #MOST_MICROS}
 * @param amountMicros what is spent, at least 0 and at most {@link #MOST_MICROS}
 * @param anewAfterLoss whether a counter whose past was lost begins anew; otherwise the window it was lost in counts as
 *     spent
 */
public record Charge(Counter counter, long maxMicros, long amountMicros, boolean anewAfterLoss) {
    /** Micros in one unit. */
    public static final long MICROS = 1_000_000;

    private static final int MICRO_DIGITS = 6;

    /** The largest amount and the largest maximum: 10¹² units. Two of them still add up without overflow. */
    public static final long MOST_MICROS = 1_000_000_000_000L * MICROS;

    public Charge {
        requireNonNull(counter, "counter");
        if (maxMicros < 0 || maxMicros > MOST_MICROS) {
            throw new IllegalArgumentException("maxMicros: " + maxMicros + " (expected: 0 to " + MOST_MICROS + ")");
        }
        if (amountMicros < 0 || amountMicros > MOST_MICROS) {
            throw new IllegalArgumentException(
                    "amountMicros: " + amountMicros + " (expected: 0 to " + MOST_MICROS + ")");
        }
    }

    /** A charge that is refused while what its window holds is not known. */
    public Charge(Counter counter, long maxMicros, long amountMicros) {
        this(counter, maxMicros, amountMicros, /* anewAfterLoss= */ false);
    }

    /** Micros in the policy's unit, as a plain decimal: no exponent, no trailing zeros. */
    public static BigDecimal units(long micros) {
        if (micros % MICROS == 0) {
            return BigDecimal.valueOf(micros / MICROS);
        }
        return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros();
    }

    /**
     * The charges of one call, copied.
     *
     * @throws IllegalArgumentException if there is none, or two have the same counter
     */
    public static List<Charge> ofOneCall(List<Charge> charges) {
        if (charges.isEmpty()) {
            throw new IllegalArgumentException("charges: none (expected: at least one)");
        }
        List<Charge> copy = List.copyOf(charges);
        for (int i = 1; i < copy.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (copy.get(i).counter().equals(copy.get(j).counter())) {
                    throw new IllegalArgumentException("charges: two of counter `"
                            + copy.get(i).counter().name() + "` (expected: each of another counter)");
                }
            }
        }
        return copy;
    }
}
