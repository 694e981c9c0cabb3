package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.Vitals;
import java.util.ArrayList;
import java.util.List;

/** Whether the heap is large enough for what the settings allow. */
public final class Memory implements Check {
    /** A node with counters of a hundred thousand grants. */
    private static final long BASE = 128L << 20;

    /** A call that waits for a person; its copies in the grid included. */
    private static final long HELD = 11 << 10;

    /** How many of the largest messages come together. */
    private static final long LARGE = 4;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String expects() {
        return "the heap has room for the calls that may be held, and for some large messages";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.vitals().isEmpty()) {
            return new Verdict.NotChecked("no node tells of its memory");
        }
        List<Verdict> found = new ArrayList<>();
        subject.vitals().forEach((node, vitals) -> {
            long needed = needed(vitals.caps());
            if (vitals.maxHeapBytes() < needed) {
                found.add(new Verdict.Warning(
                        node + " may use " + (vitals.maxHeapBytes() >> 20) + " MiB of heap; what its settings allow can"
                                + " take " + (needed >> 20) + " MiB",
                        "give it more (`-Xmx`, or `-XX:MaxRAMPercentage=70` in a container), or lower `max-held`,"
                                + " `max-body` or `max-list`"));
            }
        });
        long least = subject.vitals().values().stream()
                .mapToLong(Vitals::maxHeapBytes)
                .min()
                .orElse(0);
        return Verdict.worst(found, new Verdict.Ok((least >> 20) + " MiB of heap or more"));
    }

    private static long needed(Vitals.Caps caps) {
        return BASE + caps.maxHeld() * HELD + LARGE * (caps.maxBodyBytes() + caps.maxListBytes());
    }
}
