package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.turnpike.loadtest.compare.Round.Stage;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RoundTest {
    private final Round round = new Round();

    @Test
    void holdsTheCpuOfACallAgainstThatOfTheBase() {
        round.put(Stage.STEADY, "nginx", segment(10_000, 0.2, 1));
        round.put(Stage.STEADY, "node", segment(5_000, 0.15, 1));

        assertThat(round.get(Stage.STEADY, "node").cpuPer100k()).isCloseTo(3.0, within(1e-9));
        assertThat(round.cpuRatio(Stage.STEADY, "node", "nginx")).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void addedLatencyIsWhatIsAboveTheBase() {
        round.put(Stage.LIGHT, "direct", segment(1, 1, 2));
        round.put(Stage.LIGHT, "node", segment(1, 1, 5));

        assertThat(round.addedMillis("node", "direct", 50)).isCloseTo(3.0, within(0.01));
    }

    @Test
    void whatWasNotMeasuredHasNoRatio() {
        assertThatIllegalArgumentException().isThrownBy(() -> round.cpuRatio(Stage.STEADY, "node", "nginx"));
    }

    private static Segment segment(long calls, double cpuSeconds, long latencyMillis) {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(TimeUnit.MILLISECONDS.toNanos(latencyMillis));
        return new Segment(calls, cpuSeconds, /* compilerSeconds= */ 0, 1, latencies, /* others= */ 0, "");
    }
}
