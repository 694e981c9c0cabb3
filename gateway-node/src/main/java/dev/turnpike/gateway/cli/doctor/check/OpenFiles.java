package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.Vitals;
import java.util.ArrayList;
import java.util.List;

/** Whether a node may have as many files and connections open as its settings want. */
public final class OpenFiles implements Check {
    /** What a node has open besides: jars, the grid, the store, the console. */
    private static final long OWN = 512;

    @Override
    public String name() {
        return "open-files";
    }

    @Override
    public String expects() {
        return "a node may have as many files open as `max-connections`, `max-streams` and `max-requests` together, and 512";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<Verdict> found = new ArrayList<>();
        boolean known = false;
        for (var node : subject.vitals().entrySet()) {
            Vitals vitals = node.getValue();
            long most = vitals.maxOpenFiles();
            if (most < 0) {
                continue;
            }
            known = true;
            // Connections of agents, one to an upstream for each request and stream, and the node's own.
            long needed = vitals.caps().maxConnections()
                    + vitals.caps().maxRequests()
                    + vitals.caps().maxStreams()
                    + OWN;
            if (vitals.openFiles() > most / 10 * 9) {
                found.add(new Verdict.Problem(
                        node.getKey() + " has " + vitals.openFiles() + " of " + most
                                + " files open: soon it takes no connections",
                        "raise the limit (`ulimit -n`, `LimitNOFILE` of systemd)"));
            } else if (most < needed) {
                found.add(new Verdict.Warning(
                        node.getKey() + " may have " + most + " files open; what its settings let in at"
                                + " once takes up to " + needed,
                        "raise the limit to " + needed + " or more (`ulimit -n`, `LimitNOFILE` of systemd), or lower"
                                + " `max-connections`, `max-streams` or `max-requests`"));
            }
        }
        Verdict good = known
                ? new Verdict.Ok("as many as its settings need")
                : new Verdict.NotChecked("no node tells how many files it may have open");
        return Verdict.worst(found, good);
    }
}
