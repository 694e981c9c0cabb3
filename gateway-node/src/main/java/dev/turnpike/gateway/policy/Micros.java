package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Charge;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Millionths: decimals of up to six places as exact longs. */
final class Micros {
    private static final int PLACES = 6;
    private static final int MOST_WHOLE_DIGITS = 13;

    private Micros() {}

    /** The amount in millionths; empty if it is negative, has more than six places or is larger than 10¹². */
    static OptionalLong of(BigDecimal amount) {
        if (amount.signum() == 0) {
            return OptionalLong.of(0);
        }
        // The position of the first digit, before anything that would write out a huge exponent.
        long wholeDigits = (long) amount.precision() - amount.scale();
        if (amount.signum() < 0 || wholeDigits > MOST_WHOLE_DIGITS || wholeDigits <= -PLACES) {
            return OptionalLong.empty();
        }
        try {
            long micros = amount.movePointRight(PLACES).longValueExact();
            return micros > Charge.MOST_MICROS ? OptionalLong.empty() : OptionalLong.of(micros);
        } catch (ArithmeticException tooManyPlaces) {
            return OptionalLong.empty();
        }
    }

    /** The amount as a plain decimal: no exponent, no trailing zeros. */
    static BigDecimal toDecimal(long micros) {
        BigDecimal shortest = BigDecimal.valueOf(micros, PLACES).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
