package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Whether a node has the threads that the grid needs. */
public final class Processors implements Check {
    @Override
    public String name() {
        return "processors";
    }

    @Override
    public String expects() {
        return "two processors or more, and two threads or more in the common pool";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.vitals().isEmpty()) {
            return new Verdict.NotChecked("no node tells of its processors");
        }
        List<Verdict> found = new ArrayList<>();
        subject.vitals().forEach((node, vitals) -> {
            if (vitals.poolThreads() < 2) {
                found.add(new Verdict.Problem(
                        node + " has " + vitals.poolThreads() + " threads in the common pool: every answer of the grid"
                                + " starts a thread",
                        "remove java.util.concurrent.ForkJoinPool.common.parallelism from the JVM's options"));
            }
            if (vitals.processors() < 2) {
                found.add(new Verdict.Warning(
                        node + " has one processor: a pause of its garbage collector stops the heartbeat, too, and"
                                + " others may take it for gone",
                        "give it two or more"));
            }
        });
        int least = subject.vitals().values().stream()
                .mapToInt(vitals -> vitals.processors())
                .min()
                .orElse(0);
        return Verdict.worst(found, new Verdict.Ok(least + " processors or more"));
    }
}
