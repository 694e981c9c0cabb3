package dev.turnpike.clusterstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What the tests of ledgers have in common: charges in a word, answers without stages. */
public final class Spends {
    public static final CounterOwner ALICE = CounterOwner.grant("alice");
    public static final Counter PER_MINUTE = counter("calls", Window.Calendar.MINUTE, Algorithm.FIXED);
    public static final Counter PER_HOUR = counter("calls", Window.Calendar.HOUR, Algorithm.FIXED);
    public static final Counter SLIDING_MINUTE = counter("calls", Window.Calendar.MINUTE, Algorithm.SLIDING);
    public static final Counter SHADOW =
            new Counter("calls", /* session= */ "", Window.Calendar.MINUTE, Algorithm.FIXED, /* shadow= */ true);

    private Spends() {}

    public static Counter counter(String name, Window window, Algorithm algorithm) {
        return new Counter(name, /* session= */ "", window, algorithm, /* shadow= */ false);
    }

    /** A charge of whole units. */
    public static Charge charge(Counter counter, long max, long amount) {
        return new Charge(counter, max * Charge.MICROS, amount * Charge.MICROS);
    }

    public static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    public static Spending reserve(QuotaLedger ledger, Charge... charges) throws Exception {
        return await(ledger.reserve(ALICE, List.of(charges)));
    }

    public static Spending.Granted granted(Spending spending) {
        assertThat(spending).isInstanceOf(Spending.Granted.class);
        return (Spending.Granted) spending;
    }

    public static Overdraft refused(Spending spending) {
        assertThat(spending).isInstanceOf(Spending.Refused.class);
        return ((Spending.Refused) spending).overdraft();
    }

    public static boolean isGranted(Spending spending) {
        return spending.fold(granted -> true, refused -> false);
    }
}
