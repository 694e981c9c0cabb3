package dev.turnpike.gateway.cli.doctor.check;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import java.util.List;

/** Whether every node takes requests. */
public final class NodesReady implements Check {
    @Override
    public String name() {
        return "ready";
    }

    @Override
    public String expects() {
        return "every node is ready for requests";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        if (reports.isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        String lacking = reports.stream()
                .filter(report -> !report.notReady().isEmpty())
                .map(report -> report.name() + " is not ready: " + report.notReady())
                .collect(joining("; "));
        return lacking.isEmpty()
                ? new Verdict.Ok("every node that answers is ready")
                : new Verdict.Problem(
                        lacking,
                        "a node that starts needs more than half of the others, and what they know; one that stays so"
                                + " says why in its log");
    }
}
