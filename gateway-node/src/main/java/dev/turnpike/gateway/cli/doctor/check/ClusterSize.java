package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;

/** Whether the cluster can lose a node. */
public final class ClusterSize implements Check {
    @Override
    public String name() {
        return "size";
    }

    @Override
    public String expects() {
        return "an odd number of nodes, three or more, so that one may go";
    }

    @Override
    public Verdict examine(Subject subject) {
        int size = subject.reports().stream()
                .mapToInt(report -> report.grid().size())
                .max()
                .orElseGet(() -> subject.configured()
                        .map(settings -> settings.config().cluster().size())
                        .orElse(0));
        if (size == 0) {
            return new Verdict.NotChecked("neither a cluster nor settings are at hand");
        }
        if (size == 1) {
            return new Verdict.Ok("one node: while it is away nothing is served");
        }
        int quorum = size / 2 + 1;
        if (size == 2) {
            return new Verdict.Warning(
                    "`cluster-size` is 2: both nodes must be there, so two are no safer than one",
                    "run three nodes, or one");
        }
        if (size % 2 == 0) {
            return new Verdict.Warning(
                    "`cluster-size` is " + size + ": " + quorum + " must be there, so it survives no more losses than "
                            + (size - 1) + " nodes, and a cut into halves stops both",
                    "run " + (size - 1) + " nodes, or " + (size + 1));
        }
        return new Verdict.Ok(size + " nodes: " + (size - quorum) + " may be away");
    }
}
