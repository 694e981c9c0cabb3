package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of a node whose requests are held open until a person decides. They wait for the news of their approval: no
 * call has a thread or asks again by itself. Since news can be lost, the node looks every now and then for all of them
 * at once. Thread-safe; never blocks.
 */
public final class Waiting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final long LOOK_MILLIS = TimeUnit.SECONDS.toMillis(10);
    /** What calls may take, each, if as many are held as may be; a larger one takes the place of several. */
    private static final long BYTES_A_CALL = 32 << 10;

    /** What a byte of a body becomes at worst, once it is read. */
    private static final long BYTES_A_BYTE = 16;

    private final Map<String, Set<Wait>> byApproval = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final ApprovalDesk desk;
    private final ApprovalDesk.Watch watch;
    private final Vertx vertx;
    private final long timer;
    private final int most;
    private volatile boolean closing;

    /** @param most how many calls are held at once */
    public Waiting(ApprovalDesk desk, Vertx vertx, int most) {
        this.desk = desk;
        this.vertx = vertx;
        this.most = most;
        this.watch = desk.watch(this::heard);
        this.timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
    }

    /** A call that waits. */
    final class Wait {
        private final String approval;
        private final Context context;
        private final Runnable wake;
        private final long weight;

        private Wait(String approval, long weight, Context context, Runnable wake) {
            this.approval = approval;
            this.weight = weight;
            this.context = context;
            this.wake = wake;
        }

        /** It waits no more; the first time counts. */
        void end() {
            byApproval.computeIfPresent(approval, (id, waits) -> {
                if (waits.remove(this)) {
                    free(weight);
                }
                return waits.isEmpty() ? null : waits;
            });
        }

        private void wake() {
            context.runOnContext(ignored -> wake.run());
        }
    }

    /**
     * Waits for news of an approval.
     *
     * @param length of the call's body, in bytes
     * @param wake called on the context, perhaps more than once, when there may be some; not if the node holds too many
     *     calls already, or stops: then there is no wait
     */
    Optional<Wait> begin(String approval, int length, Context context, Runnable wake) {
        long weight = length * BYTES_A_BYTE;
        boolean full = size.incrementAndGet() > most;
        full |= bytes.addAndGet(weight) > most * BYTES_A_CALL;
        if (full || closing) {
            free(weight);
            return Optional.empty();
        }
        Wait wait = new Wait(approval, weight, context, wake);
        byApproval.compute(approval, (id, waits) -> {
            Set<Wait> all = waits == null ? ConcurrentHashMap.newKeySet() : waits;
            all.add(wait);
            return all;
        });
        return Optional.of(wait);
    }

    private void free(long weight) {
        size.decrementAndGet();
        bytes.addAndGet(-weight);
    }

    /** Whether the node stops, and holds nobody any more. */
    boolean isClosing() {
        return closing;
    }

    /** How many calls are held. */
    public int size() {
        return size.get();
    }

    /** Wakes all, who find that they are not held any more. */
    @Override
    public void close() {
        closing = true;
        vertx.cancelTimer(timer);
        watch.close();
        byApproval.values().forEach(waits -> waits.forEach(Wait::wake));
    }

    private void heard(Approval approval) {
        if (approval.state() != Approval.State.PENDING) {
            wake(approval.id());
        }
    }

    private void look() {
        if (byApproval.isEmpty()) {
            return;
        }
        desk.decided(byApproval.keySet())
                .whenCompleteAsync(
                        (decided, failure) -> {
                            if (failure == null) {
                                decided.forEach(this::wake);
                            } else {
                                LOG.debug("approvals could not be looked at: {}", failure.toString());
                            }
                        },
                        Runnable::run);
    }

    private void wake(String approval) {
        byApproval.getOrDefault(approval, Set.of()).forEach(Wait::wake);
    }
}
