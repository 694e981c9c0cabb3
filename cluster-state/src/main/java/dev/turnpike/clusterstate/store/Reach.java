package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.StoreHealth;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store as it was reached lately; everybody who asks it does so by this. Thread-safe. */
final class Reach {
    private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

    private final Store store;
    private final LongSupplier nanos;
    private final AtomicLong failures = new AtomicLong();
    /** Problems that this outage has had; the log has each once, since some take turns. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private volatile long copiedNanos;
    /** Empty if the last try succeeded. */
    private volatile String problem = "not reached yet";

    Reach(Store store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.copiedNanos = nanos.getAsLong();
    }

    /** Asks the store, and remembers whether it answered. */
    <T> T ask(Supplier<T> question) {
        try {
            T answer = question.get();
            if (!problem.isEmpty()) {
                if (failures.get() > 0) {
                    LOG.info("the store is reached again");
                }
                problem = "";
                told.clear();
            }
            return answer;
        } catch (StateUnavailableException e) {
            failures.incrementAndGet();
            problem = String.valueOf(e.getMessage());
            if (told.add(problem)) {
                LOG.error("the store is not reached; changes are refused until it is: {}", e.getMessage());
            }
            throw e;
        }
    }

    /** The same for a question without an answer. */
    void tell(Runnable statement) {
        ask(() -> {
            statement.run();
            return true;
        });
    }

    /** All counters that had changed by then are stored. */
    void copied(long atNanos) {
        copiedNanos = atNanos;
    }

    StoreHealth health() {
        String now = problem;
        long lagMillis = (nanos.getAsLong() - copiedNanos) / 1_000_000;
        return new StoreHealth(store.kind(), now.isEmpty(), lagMillis, failures.get(), now);
    }
}
