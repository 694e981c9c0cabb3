package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether nodes run on a Java that Turnpike is tested with. */
public final class JavaVersion implements Check {
    /** Those with long support. */
    private static final Set<String> TESTED = Set.of("17", "21", "25");

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String expects() {
        return "Java 17, 21 or 25, the same at all nodes";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.vitals().isEmpty()) {
            return new Verdict.NotChecked("no node tells of its Java");
        }
        List<Verdict> found = new ArrayList<>();
        Set<String> releases = new TreeSet<>();
        subject.vitals().forEach((node, vitals) -> {
            String release = vitals.java().split("[.+-]", 2)[0];
            releases.add(release);
            if (!TESTED.contains(release)) {
                found.add(new Verdict.Warning(
                        node + " runs on Java " + vitals.java()
                                + ", which gets no fixes for long, or is not tested with",
                        "use 17, 21 or 25"));
            }
        });
        if (releases.size() > 1) {
            found.add(new Verdict.Warning(
                    "the nodes run on different Javas: " + String.join(", ", releases), "use one for all"));
        }
        return Verdict.worst(found, new Verdict.Ok("Java " + String.join(", ", releases)));
    }
}
