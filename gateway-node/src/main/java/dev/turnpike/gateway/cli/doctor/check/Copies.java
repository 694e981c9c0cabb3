package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Grid;
import java.util.ArrayList;
import java.util.List;

/** Whether the shared state has its copies. */
public final class Copies implements Check {
    @Override
    public String name() {
        return "copies";
    }

    @Override
    public String expects() {
        return "every part of the shared state has its copy, and none was lost";
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
            if (!grid.partitionsSafe()) {
                found.add(new Verdict.Warning(
                        report.name() + " sees parts of the state without a copy: another node that dies now takes"
                                + " what was spent with it",
                        "take no node away until the copies are made, which takes seconds"));
            }
            if (grid.lostShards() > 0) {
                found.add(new Verdict.Warning(
                        grid.lostShards() + " of " + grid.shards() + " parts of the limits were lost with all copies"
                                + " since a node started: windows that began before count as spent",
                        "reset what is needed with `turnpike counters reset`; take nodes away one at a time"));
            }
        }
        return Verdict.worst(
                found,
                new Verdict.Ok(
                        reports.get(0).grid().size() == 1 ? "one node keeps it all" : "every part has its copy"));
    }
}
