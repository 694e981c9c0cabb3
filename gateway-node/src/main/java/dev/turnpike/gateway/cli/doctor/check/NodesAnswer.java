package dev.turnpike.gateway.cli.doctor.check;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeStatus;
import java.util.List;

/** Whether every node of a running cluster can be asked. */
public final class NodesAnswer implements Check {
    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String expects() {
        return "every node that the cluster names answers on its management port";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.cluster().isEmpty()) {
            return new Verdict.NotChecked("no running cluster was asked");
        }
        List<NodeStatus> nodes = subject.cluster().get().nodes();
        List<NodeStatus> silent =
                nodes.stream().filter(node -> node.report().isEmpty()).toList();
        if (silent.isEmpty()) {
            return new Verdict.Ok(nodes.size() == 1 ? "the node answers" : "all " + nodes.size() + " nodes answer");
        }
        return new Verdict.Problem(
                silent.stream()
                        .map(node -> node.name() + " at " + node.management() + " does not answer: " + node.silence())
                        .collect(joining("; ")),
                "see whether the process runs, and whether its management port can be reached from here; what other"
                        + " checks say is without it");
    }
}
