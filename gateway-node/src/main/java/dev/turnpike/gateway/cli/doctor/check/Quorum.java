package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import java.util.ArrayList;
import java.util.List;

/** Whether enough nodes are there. */
public final class Quorum implements Check {
    @Override
    public String name() {
        return "quorum";
    }

    @Override
    public String expects() {
        return "all nodes that the cluster is meant to have are there, as each of them sees it";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        if (reports.isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        List<Verdict> found = new ArrayList<>();
        for (NodeReport report : reports) {
            Grid grid = report.grid();
            String seen = report.name() + " sees " + grid.members().size() + " of " + grid.size() + " nodes";
            if (!grid.available()) {
                found.add(new Verdict.Problem(
                        seen + " and can spend no limits: " + grid.quorum() + " must be there",
                        "start the missing nodes, and see that the member ports reach each other"));
            } else if (grid.members().size() < grid.size()) {
                found.add(new Verdict.Warning(
                        seen + "; it goes on as long as " + grid.quorum() + " are there",
                        "start the missing nodes, or set `cluster-size` to what there is, at all nodes"));
            } else if (grid.members().size() > grid.size()) {
                found.add(new Verdict.Problem(
                        seen + ": more than it is meant to have; beyond " + (2 * grid.quorum() - 1)
                                + " none counts towards the quorum",
                        "stop one, or set `cluster-size` to " + grid.members().size() + " at all nodes"));
            }
        }
        Grid grid = reports.get(0).grid();
        return Verdict.worst(
                found,
                new Verdict.Ok(
                        grid.size() == 1 ? "the node is there" : "all " + grid.size() + " nodes see each other"));
    }
}
