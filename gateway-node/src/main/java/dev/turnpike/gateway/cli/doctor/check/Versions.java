package dev.turnpike.gateway.cli.doctor.check;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import java.util.List;

/** Whether all nodes are of one release. */
public final class Versions implements Check {
    @Override
    public String name() {
        return "versions";
    }

    @Override
    public String expects() {
        return "all nodes are of one version";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        if (reports.isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        if (reports.stream().map(NodeReport::version).distinct().count() == 1) {
            return new Verdict.Ok("version " + reports.get(0).version());
        }
        return new Verdict.Warning(
                "the nodes are of different versions: "
                        + reports.stream()
                                .map(report -> report.name() + " " + report.version())
                                .collect(joining(", ")),
                "finish the upgrade; while it lasts nothing is wrong");
    }
}
