package dev.turnpike.gateway.audit.trail;

import dev.turnpike.gateway.audit.trail.Finding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks files, each by itself and how they continue each other. */
public final class TrailCheck {
    private TrailCheck() {}

    /** One report for each file, in their order. */
    public static List<FileReport> of(List<Path> files) throws IOException {
        List<FileReport> reports = new ArrayList<>();
        for (Path file : files) {
            reports.add(FileCheck.of(file));
        }
        Map<String, FileReport> byEnd = new HashMap<>();
        reports.forEach(report -> report.last().ifPresent(last -> byEnd.put(last.hash(), report)));
        List<FileReport> linked = new ArrayList<>(reports);
        for (int at = 0; at < reports.size(); at++) {
            link(at, reports, byEnd, linked);
        }
        return linked;
    }

    private static void link(int at, List<FileReport> reports, Map<String, FileReport> byEnd, List<FileReport> linked) {
        FileReport report = reports.get(at);
        Optional<String> name = report.head().map(Mark.Head::continues).filter(text -> !text.isEmpty());
        if (name.isEmpty()
                || report.before().isEmpty()
                || byEnd.containsKey(report.before().get().hash())) {
            return;
        }
        int named = named(name.get(), report.file(), reports);
        if (named >= 0) {
            linked.set(named, plus(linked.get(named), ending(reports.get(named), report)));
        } else if (reports.stream().anyMatch(other -> isEarlier(other, report))) {
            linked.set(
                    at,
                    plus(
                            report,
                            new Finding(
                                    1,
                                    Kind.FILE_MISSING,
                                    "the file before this one, `" + name.get() + "`, is missing")));
        } else {
            linked.set(at, noted(linked.get(at), "goes on from `" + name.get() + "`, which was not looked at"));
        }
    }

    private static int named(String name, Path beside, List<FileReport> reports) {
        Path path = beside.resolveSibling(name);
        for (int at = 0; at < reports.size(); at++) {
            if (reports.get(at).file().equals(path)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isEarlier(FileReport one, FileReport than) {
        return one.head()
                .filter(head -> head.chain().equals(than.head().orElseThrow().chain())
                        && head.file() < than.head().orElseThrow().file())
                .isPresent();
    }

    /** The file ends otherwise than the next one says. */
    private static Finding ending(FileReport file, FileReport next) {
        long end = next.before().orElseThrow().seq();
        long last = file.last().map(Link::seq).orElse(0L);
        String by = " (`" + next.file().getFileName() + "` goes on from record " + end + ")";
        return end > last
                ? new Finding(
                        file.lines(),
                        Kind.REMOVED,
                        (end - last) + (end - last == 1 ? " line is" : " lines are") + " missing at the end" + by)
                : new Finding(file.lines(), Kind.CHANGED, "the end of the file is not what was written" + by);
    }

    private static FileReport plus(FileReport report, Finding finding) {
        List<Finding> findings = new ArrayList<>(report.findings());
        findings.add(finding);
        return with(report, findings, report.notes());
    }

    private static FileReport noted(FileReport report, String note) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.add(note);
        return with(report, report.findings(), notes);
    }

    private static FileReport with(FileReport report, List<Finding> findings, List<String> notes) {
        return new FileReport(
                report.file(),
                report.head(),
                report.before(),
                report.last(),
                report.lines(),
                report.records(),
                report.dropped(),
                findings,
                report.further(),
                notes);
    }
}
