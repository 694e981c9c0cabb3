package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one tool and of all tools together. Limits that name the same counter are one charge: the larger amount
 * against the smaller maximum.
 */
final class Charges {
    private final List<Charging> chargings;
    private final List<Limit> counters = new ArrayList<>();
    private final int[] counterOf;
    private final @Nullable Permit fixed;

    Charges(List<Charging> chargings) {
        this.chargings = List.copyOf(chargings);
        this.counterOf = new int[chargings.size()];
        for (int i = 0; i < counterOf.length; i++) {
            counterOf[i] = place(chargings.get(i).limit());
        }
        this.fixed = chargings.stream()
                        .allMatch(charging -> charging.increment().isFixed())
                ? permit(
                        amounts(chargings.stream()
                                .mapToLong(charging -> charging.increment().costMicros())
                                .toArray()),
                        null)
                : null;
    }

    List<Charging> chargings() {
        return chargings;
    }

    /** The permit for a call with these arguments, or why there is none: the first amount that is none. */
    <T> T permit(Supplier<? extends JsonNode> arguments, Function<Permit, T> permit, Function<Refusal, T> refusal) {
        if (fixed != null) {
            return permit.apply(fixed);
        }
        Refusal wouldDeny = null;
        long[] each = new long[counterOf.length];
        for (int i = 0; i < each.length; i++) {
            Charging charging = chargings.get(i);
            each[i] = charging.micros(arguments);
            if (each[i] == Increment.BAD && !charging.observing()) {
                return refusal.apply(charging.badIncrement());
            }
            if (each[i] == Increment.BAD && wouldDeny == null) {
                wouldDeny = charging.badIncrement();
            }
        }
        return permit.apply(permit(amounts(each), wouldDeny));
    }

    /** Tells what {@link #permit} looks at, up to the amount that refuses. */
    void explain(Supplier<? extends JsonNode> arguments, Trace trace) {
        if (trace == Trace.NONE) {
            return;
        }
        for (Charging charging : chargings) {
            boolean good = charging.micros(arguments) != Increment.BAD;
            trace.charging(charging, good);
            if (!good && !charging.observing()) {
                return;
            }
        }
    }

    private long[] amounts(long[] each) {
        long[] amounts = new long[counters.size()];
        Arrays.fill(amounts, Increment.BAD);
        for (int i = 0; i < each.length; i++) {
            amounts[counterOf[i]] = Math.max(amounts[counterOf[i]], each[i]);
        }
        return amounts;
    }

    private Permit permit(long[] amounts, @Nullable Refusal wouldDeny) {
        List<Spend> spends = new ArrayList<>(amounts.length);
        for (int i = 0; i < amounts.length; i++) {
            if (amounts[i] != Increment.BAD) {
                spends.add(new Spend(counters.get(i), amounts[i]));
            }
        }
        return new Permit(spends, Optional.ofNullable(wouldDeny));
    }

    private int place(Limit limit) {
        for (int i = 0; i < counters.size(); i++) {
            if (counters.get(i).meets(limit)) {
                counters.set(i, counters.get(i).tighter(limit));
                return i;
            }
        }
        counters.add(limit);
        return counters.size() - 1;
    }
}
