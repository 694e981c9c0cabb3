package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Configured;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what the nodes share outlives them. */
public final class StoreReached implements Check {
    /** Ten times as long as it takes as a rule, which is half a second. */
    private static final long LATE_MILLIS = 5_000;

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String expects() {
        return "documents, approvals and counters are kept in a database, which is reached";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        List<Verdict> found = new ArrayList<>();
        reports.forEach(report -> of(report, found));
        if (reports.isEmpty()) {
            subject.configured().ifPresent(settings -> of(settings, found));
        }
        Optional<String> kind = reports.stream()
                .map(NodeReport::store)
                .findFirst()
                .or(() -> subject.configured()
                        .flatMap(settings -> settings.config().store())
                        .map(store -> store.address().startsWith("file:") ? "a file" : "the database"));
        return Verdict.worst(
                found,
                kind.<Verdict>map(text -> new Verdict.Ok("kept in " + text + ", which is reached"))
                        .orElseGet(() -> new Verdict.NotChecked("neither a cluster nor settings are at hand")));
    }

    private static void of(NodeReport report, List<Verdict> found) {
        if (report.store().equals("none")) {
            found.add(nowhere(report.grid().size()));
            return;
        }
        if (!report.storeProblem().isEmpty()) {
            found.add(new Verdict.Problem(
                    report.name() + " does not reach the store: " + report.storeProblem()
                            + "; limits hold, changes and approvals are refused",
                    "mend the database, or the way to it; nodes try again twice a second"));
        } else if (report.storeLagMillis() > LATE_MILLIS) {
            found.add(new Verdict.Warning(
                    report.name() + " copied its counters " + report.storeLagMillis() / 1_000
                            + " s ago: if all nodes died now, what was spent since would be forgotten",
                    "see what makes the database slow"));
        }
        if (report.store().equals("h2") && report.grid().size() > 1) {
            found.add(new Verdict.Problem(
                    report.name() + " of " + report.grid().size() + " nodes keeps a file that the others do not reach",
                    "set `store` to a PostgreSQL database"));
        }
    }

    private static void of(Configured settings, List<Verdict> found) {
        if (settings.config().store().isEmpty()) {
            found.add(nowhere(settings.config().cluster().size()));
        }
        settings.storeProblem()
                .ifPresent(problem -> found.add(new Verdict.Problem(
                        "the database cannot be reached from here: " + problem,
                        "mend `store`, the database or the way to it")));
        settings.config()
                .store()
                .map(store -> store.address())
                .filter(address -> address.startsWith("jdbc:") && !address.contains("sslmode=verify-full"))
                .filter(address -> !address.contains("//localhost") && !address.contains("//127."))
                .ifPresent(address -> found.add(new Verdict.Warning(
                        "the database is asked without `sslmode=verify-full`: arguments of calls that wait for a person"
                                + " may be read on the way",
                        "add `?sslmode=verify-full&sslrootcert=FILE` to `store`")));
    }

    private static Verdict nowhere(int size) {
        return size > 1
                ? new Verdict.Warning(
                        "there is none: if all nodes stop at once, counters, approvals and what was applied are gone",
                        "set `store` to a PostgreSQL database")
                : new Verdict.Warning(
                        "there is none: a restart forgets counters, approvals and what was applied",
                        "set `store` to a file or a PostgreSQL database");
    }
}
