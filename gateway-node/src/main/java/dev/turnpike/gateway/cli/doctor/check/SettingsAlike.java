package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether nodes were set up alike. */
public final class SettingsAlike implements Check {
    /** Where nodes that differ break what they promise together. */
    private static final Set<String> MUST_AGREE = Set.of("cluster-size", "store", "failure-detection");

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public String expects() {
        return "settings that concern the whole cluster are the same at all nodes";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeReport> reports = subject.reports();
        List<Map<String, String>> marks = reports.stream()
                .flatMap(report -> report.vitals().stream())
                .map(Vitals::marks)
                .toList();
        if (reports.isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        if (marks.size() < reports.size()) {
            return new Verdict.NotChecked("not every node tells of its settings: some are older");
        }
        Set<String> names = new TreeSet<>();
        marks.forEach(each -> names.addAll(each.keySet()));
        List<String> broken = new ArrayList<>();
        List<String> odd = new ArrayList<>();
        for (String name : names) {
            if (marks.stream()
                            .map(each -> each.getOrDefault(name, ""))
                            .distinct()
                            .count()
                    > 1) {
                (MUST_AGREE.contains(name) ? broken : odd).add("`" + name + "`");
            }
        }
        if (!broken.isEmpty()) {
            return new Verdict.Problem(
                    "the nodes differ in " + String.join(", ", broken)
                            + ": what one of them keeps to, another does not",
                    "give all nodes the same, and start them again one by one");
        }
        return odd.isEmpty()
                ? new Verdict.Ok(
                        marks.size() == 1
                                ? "one node agrees with itself"
                                : "the nodes agree in " + names.size() + " settings")
                : new Verdict.Warning(
                        "the nodes differ in " + String.join(", ", odd)
                                + ": agents are treated differently from node to node",
                        "give all nodes the same, unless it is meant");
    }
}
