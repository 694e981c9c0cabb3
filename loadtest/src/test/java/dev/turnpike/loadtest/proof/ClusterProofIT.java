package dev.turnpike.loadtest.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short version of {@code loadtest/prove}: seconds of load, every fault once. */
class ClusterProofIT {
    private static final Plan SHORT = new Plan(
            Duration.ofSeconds(6),
            Duration.ofSeconds(3),
            /* kills= */ 2,
            /* outage= */ Duration.ofSeconds(15),
            /* seed= */ 1,
            Map.of());

    @Test
    void limitsHoldOverTheClusterWhateverHappensToIt(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) {
        Report report = new Report(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        report.head();
        try (Proof proof = new Proof(SHORT, directory)) {
            List<Result> results = proof.run(Scenarios.all(), report::add);

            assertThat(results).hasSameSizeAs(Scenarios.all()).allSatisfy(result -> {
                assertThat(result.checks()).allMatch(Check::holds);
                assertThat(result.findings())
                        .allSatisfy(finding -> assertThat(finding.flaws())
                                .as(finding.limit().grant())
                                .isEmpty());
            });
        }
    }
}
