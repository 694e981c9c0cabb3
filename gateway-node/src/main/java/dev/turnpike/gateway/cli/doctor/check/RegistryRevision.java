package dev.turnpike.gateway.cli.doctor.check;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import java.util.List;

/** Whether all nodes know the same documents. */
public final class RegistryRevision implements Check {
    @Override
    public String name() {
        return "documents-in-force";
    }

    @Override
    public String expects() {
        return "all nodes have the same revision of servers, policies and grants";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        if (reports.isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        if (reports.stream().map(NodeReport::revision).distinct().count() == 1) {
            return new Verdict.Ok("revision " + reports.get(0).revision());
        }
        return new Verdict.Problem(
                "the nodes have different revisions: "
                        + reports.stream()
                                .map(report -> report.name() + " " + report.revision())
                                .collect(joining(", ")),
                "look again in some seconds, a change may be on its way; a node that stays behind is cut off: start it"
                        + " again");
    }
}
