package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void openCallsAreDueAsOftenAsAskedForWhoeverAnswers() {
        Pace pace = Pace.open(1_000);
        long first = pace.nextNanos();

        for (int i = 0; i < 100_000; i++) {
            pace.advance();
        }

        double seconds = (pace.nextNanos() - first) / (double) TimeUnit.SECONDS.toNanos(1);
        assertThat(seconds).isCloseTo(100, within(2.0));
    }
}
