package dev.turnpike.clusterstate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Refusals refusals = new Refusals(nanos::get);
    private final SQLException refused = new SQLException("password authentication failed", "28P01");

    @Test
    void aPasswordThatWasRefusedIsTriedLessAndLessOften() {
        int tries = 0;
        for (int second = 0; second < 300; second++) {
            if (isTried("old")) {
                tries++;
                refusals.note("old", refused);
            }
            pass(1_000);
        }

        assertThat(tries).isBetween(12, 16); // after 1, 2, 4, 8, 16 seconds, and then each half minute
    }

    @Test
    void ofThoseThatAreRefusedAtOnceOneCounts() {
        refusals.note("old", refused);
        refusals.note("old", refused);
        refusals.note("old", refused);

        pass(1_000);
        assertThat(isTried("old")).isTrue();
    }

    @Test
    void anotherPasswordIsTriedAtOnce() {
        refusals.note("old", refused);
        assertThat(isTried("old")).isFalse();
        assertThat(isTried("new")).isTrue();
    }

    @Test
    void whoWasSignedInBeginsAnew() {
        refusals.note("old", refused);
        pass(1_000);
        refusals.forget();
        refusals.note("old", refused);
        pass(1_000);
        assertThat(isTried("old")).isTrue();
    }

    @Test
    void aServerThatIsNotThereIsAskedAgainAtOnce() {
        refusals.note("old", new SQLException("connection refused", "08001"));
        refusals.note("old", new SQLException("nobody knows"));
        assertThat(isTried("old")).isTrue();
    }

    private boolean isTried(String password) {
        try {
            refusals.check(password);
            return true;
        } catch (SQLException early) {
            assertThat(early.getSQLState()).isEqualTo("28P01");
            return false;
        }
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
