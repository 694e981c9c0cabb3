package dev.turnpike.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final List<String> late = new CopyOnWriteArrayList<>();
    private Deadlines deadlines;

    @BeforeEach
    void onOneEventLoop() {
        deadlines = new Deadlines(vertx);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsCancelledIsNeverLateAndTheOthersAreInTheirOrder() {
        onLoop(all -> {
            all.in(LONG, () -> late.add("long"));
            all.in(SHORT, () -> late.add("first"));
            Deadlines.Deadline second = all.in(SHORT, () -> late.add("second"));
            all.in(SHORT, () -> late.add("third"));
            second.cancel();
            second.cancel();
            return null;
        });
        await().untilAsserted(() -> assertThat(late).containsExactly("first", "third"));
    }

    @Test
    void whatIsDueBeforeTheNextLookDoesNotWaitForIt() {
        onLoop(all -> all.in(LONG, () -> late.add("long")));
        onLoop(all -> {
            all.in(SHORT, () -> late.add("short"));
            return vertx.setTimer(500, mark -> late.add("mark"));
        });
        await().untilAsserted(() -> assertThat(late).containsExactly("short", "mark"));
    }

    @Test
    void whatIsDueAfterALookIsLookedAtWhenDue() {
        onLoop(all -> {
            all.in(SHORT, () -> late.add("short"));
            all.in(SHORT.multipliedBy(4), () -> late.add("next"));
            return vertx.setTimer(700, mark -> late.add("mark"));
        });
        await().untilAsserted(() -> assertThat(late).hasSize(3).endsWith("mark"));
    }

    @Test
    void roundedDeadlinesComeInTheirOrderAndNotBeforeTheFullSecond() {
        long begun = System.nanoTime();
        AtomicLong came = new AtomicLong();
        onLoop(all -> {
            all.about(SHORT, () -> {
                came.set(System.nanoTime());
                late.add("first");
            });
            all.about(SHORT, () -> late.add("second")).cancel();
            return all.about(SHORT, () -> late.add("third"));
        });
        await().untilAsserted(() -> assertThat(late).containsExactly("first", "third"));
        assertThat(came.get() - Deadlines.roundedUp(begun + SHORT.toNanos())).isNotNegative();
        assertThat(Deadlines.roundedUp(1)).isEqualTo(1_000_000_000);
        assertThat(Deadlines.roundedUp(2_000_000_000L)).isEqualTo(2_000_000_000);
        assertThat(Deadlines.roundedUp(-1)).isZero();
    }

    @Test
    void aDeadlineMayBeginAnotherOfTheSameLength() {
        onLoop(all -> all.in(SHORT, () -> {
            late.add("first");
            all.in(SHORT, () -> late.add("next"));
        }));
        await().untilAsserted(() -> assertThat(late).containsExactly("first", "next"));
    }

    @Test
    void workThatIsDoneInTimeKeepsItsResult() throws Exception {
        Promise<String> work = Promise.promise();
        Future<String> within = onLoop(all -> all.within(LONG, work.future()));
        context.runOnContext(now -> work.complete("done"));
        assertThat(within.await(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void workThatTakesLongerFailsAndItsResultIsTooLate() {
        Promise<String> work = Promise.promise();
        Future<String> within = onLoop(all -> all.within(SHORT, work.future()));
        await().untilAsserted(() -> assertThat(within.cause()).isInstanceOf(TimeoutException.class));
        context.runOnContext(now -> work.complete("done"));
        await().untilAsserted(() -> assertThat(work.future().isComplete()).isTrue());
        assertThat(within.failed()).isTrue();
    }

    private <T> T onLoop(Function<Deadlines, T> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(now -> done.complete(work.apply(deadlines)));
        try {
            return done.future().await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
