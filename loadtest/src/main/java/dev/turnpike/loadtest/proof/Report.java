package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.judge.Finding;
import dev.turnpike.loadtest.proof.judge.Limit;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** The results as a table for people, one scenario after the other. */
final class Report {
    private static final String ROW = "%-11s %-22s %-8s %8s %14s %16s %8s %9s %8s %7s %9s  %s%n";

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void head() {
        out.printf(
                ROW,
                "scenario",
                "limit",
                "windows",
                "sent",
                "reached",
                "windows × max",
                "over",
                "under",
                "refused",
                "unavail",
                "longest",
                "verdict");
        out.flush();
    }

    void add(Result result) {
        String name = result.scenario().name();
        result.findings().forEach(finding -> row(name, finding));
        result.checks()
                .forEach(check -> out.printf(
                        "%-11s %s: %s  %s%n", name, check.what(), check.value(), check.holds() ? "ok" : "FAILED"));
        out.flush();
    }

    private void row(String scenario, Finding finding) {
        out.printf(
                ROW,
                scenario,
                limit(finding.limit()),
                finding.limit().sliding() ? "sliding" : "fixed",
                finding.sent(),
                finding.reached().toPlainString(),
                finding.windows() + " × " + Finding.units(finding.limit().maxMicros()),
                finding.over().toPlainString(),
                under(finding),
                finding.refused(),
                finding.unavailable() + finding.failed(),
                String.format(Locale.ROOT, "%.2f s", finding.longestWaitMillis() / 1e3),
                finding.holds() ? "ok" : "FAILED: " + String.join("; ", finding.flaws()));
    }

    /** Nothing can be said about it where demand was never higher than the maximum. */
    private static String under(Finding finding) {
        BigDecimal under = finding.under();
        return finding.demanded() ? under.toPlainString() : "-";
    }

    static String limit(Limit limit) {
        String decimals = limit.grant().endsWith("decimals") ? " decimals" : "";
        String session = limit.grant().contains(":") ? " session" : "";
        return Finding.units(limit.maxMicros()) + " / " + words(Duration.ofMillis(limit.windowMillis())) + decimals
                + session;
    }

    private static String words(Duration window) {
        return window.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
