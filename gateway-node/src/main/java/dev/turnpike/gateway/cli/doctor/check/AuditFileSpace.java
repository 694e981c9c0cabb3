package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.Vitals;
import java.util.ArrayList;
import java.util.List;

/** Whether records of decisions are kept, and will be. */
public final class AuditFileSpace implements Check {
    /** About a hundred thousand records. */
    private static final long FULL_BYTES = 64L << 20;

    private static final long LITTLE_BYTES = 4L << 30;

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String expects() {
        return "every decision is recorded in a file, on a disk with room";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.vitals().isEmpty()) {
            return new Verdict.NotChecked("no node tells of its audit file");
        }
        List<Verdict> found = new ArrayList<>();
        subject.vitals().forEach((node, vitals) -> of(node, vitals.audit(), found));
        if (subject.cluster().isEmpty()) {
            subject.configured()
                    .flatMap(settings -> settings.auditProblem())
                    .ifPresent(problem -> found.add(
                            new Verdict.Problem("the audit file cannot be written: " + problem, "mend `audit-file`")));
        }
        return Verdict.worst(found, new Verdict.Ok("it can be written, and there is room on the disk"));
    }

    private static void of(String node, Vitals.Audit audit, List<Verdict> found) {
        if (!audit.kept()) {
            found.add(new Verdict.Warning(
                    node + " keeps no audit file: nobody can tell later what agents did", "set `audit-file`"));
            return;
        }
        if (!audit.writable()) {
            found.add(new Verdict.Problem(
                    node + " cannot write its records, and refuses calls", "make room on the disk of `audit-file`"));
        }
        if (audit.lost() > 0) {
            found.add(new Verdict.Problem(
                    node + " has lost " + audit.lost() + " records since it started",
                    "see its log for why; `audit-on-full: refuse` refuses calls rather than to lose records"));
        }
        if (audit.freeBytes() < 0) {
            return;
        }
        String room = node + " has " + (audit.freeBytes() >> 20) + " MiB left on the disk of its audit file: ";
        String what = audit.refuse() ? "once it is full all calls are refused" : "once it is full records are lost";
        String mend = "make room, or set `audit-keep` and `audit-rotate-size`; `audit-keep` 0 deletes nothing";
        if (audit.freeBytes() < FULL_BYTES) {
            found.add(new Verdict.Problem(room + what, mend));
        } else if (audit.freeBytes() < LITTLE_BYTES && audit.freeBytes() < audit.diskBytes() / 10) {
            found.add(new Verdict.Warning(room + what, mend));
        }
    }
}
