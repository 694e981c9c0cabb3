package dev.turnpike.loadtest.compare;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What was seen of one target during one stretch of load.
 *
 * @param calls answered
 * @param cpuSeconds of all its processes
 * @param compilerSeconds those of Java's compilers in it, which come to their end
 * @param others answers that were not expected, which count as no calls
 * @param firstOther one of them, or nothing
 */
record Segment(
        long calls,
        double cpuSeconds,
        double compilerSeconds,
        double seconds,
        Histogram latencies,
        long others,
        String firstOther) {
    private static final double CALLS = 100_000;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration LEAD_IN = Duration.ofMillis(700);

    /** Loads a target; what happens before the load is even is not counted. */
    static Segment measure(Target target, int connections, Calls calls, Pace pace, Duration time) {
        try (Load load = Load.start(target, connections, calls, pace)) {
            Pause.of(LEAD_IN);
            load.latencies();
            long began = System.nanoTime();
            long before = load.answered();
            double cpu = ProcessCpu.seconds(target.processes());
            double compilers = compilers(target);
            Pause.of(time);
            double compiled = compilers(target) - compilers;
            double used = ProcessCpu.seconds(target.processes()) - cpu;
            long answered = load.answered() - before;
            double seconds = (System.nanoTime() - began) / NANOS;
            return new Segment(answered, used, compiled, seconds, load.latencies(), load.others(), load.firstOther());
        }
    }

    private static double compilers(Target target) {
        return target.processes().stream().mapToDouble(ProcessCpu::ofCompilers).sum();
    }

    double compilersPer100k() {
        return compilerSeconds * CALLS / calls;
    }

    double cpuPer100k() {
        return cpuSeconds * CALLS / calls;
    }

    /** Unexpected answers a second; those before the load was even count too. */
    double otherRate() {
        return others / (seconds + LEAD_IN.toMillis() / MILLIS);
    }

    double rate() {
        return calls / seconds;
    }

    double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
