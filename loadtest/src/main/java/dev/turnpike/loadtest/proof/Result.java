package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Finding;
import java.time.Duration;
import java.util.List;

/** What one scenario showed. */
record Result(Scenario scenario, Duration took, List<Finding> findings, List<Check> checks) {
    Result {
        findings = List.copyOf(findings);
        checks = List.copyOf(checks);
    }

    boolean holds() {
        return findings.stream().allMatch(Finding::holds) && checks.stream().allMatch(Check::holds);
    }
}
