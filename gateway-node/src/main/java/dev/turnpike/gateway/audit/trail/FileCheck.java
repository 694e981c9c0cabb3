package dev.turnpike.gateway.audit.trail;

import dev.turnpike.gateway.audit.trail.Finding.Kind;
import dev.turnpike.gateway.audit.trail.Mark.Checkpoint.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks one file, in one pass and in bounded memory: that every line is what was written, and where it was. Each line
 * is judged by the one before that fitted and the one behind it, so that one forged line does not make strangers of all
 * others.
 */
final class FileCheck {
    private final Path file;
    private final MessageDigest sha = ChainedLine.sha256();
    private final Suspects suspects = new Suspects();
    private final Recent recent = new Recent();
    private final List<String> notes = new ArrayList<>();
    private @Nullable ChainedLine first;
    /** The last line that fitted. */
    private @Nullable ChainedLine fitting;
    /** The last line that did not, if it is the one before. */
    private @Nullable ChainedLine stray;
    /** Waits for the line behind it. */
    private @Nullable ChainedLine pending;

    private long lines;
    private long records;
    private long dropped;
    private long chained;

    private FileCheck(Path file) {
        this.file = file;
    }

    static FileReport of(Path file) throws IOException {
        FileCheck check = new FileCheck(file);
        LineReader.read(file, check::take);
        return check.report();
    }

    private void take(byte[] bytes, int start, int end, boolean whole) {
        ChainedLine line = ChainedLine.read(++lines, bytes, start, end, sha);
        if (!whole && !line.intact()) {
            lines--;
            notes.add(
                    "ends in the middle of a line: it is being written, or was cut off (" + (end - start) + " bytes)");
            return;
        }
        chained += line.prev().isEmpty() ? 0 : 1;
        if (pending != null) {
            judge(pending, line);
        }
        pending = line;
    }

    private void judge(ChainedLine line, @Nullable ChainedLine next) {
        ChainedLine last = fitting;
        forgive(line);
        if (!line.intact()) {
            stray(line);
        } else if (last == null) {
            judgeFirst(line, next);
        } else if (line.follows(last.link())) {
            fits(line);
        } else if (next != null && next.follows(last.link())) {
            stray(line);
        } else if (line.seq() == last.seq() + 1) {
            judgeOtherPast(line, next, last);
        } else if (line.seq() > last.seq()) {
            judgeLater(line, next, last);
        } else {
            judgeEarlier(line, next);
        }
    }

    /** Nothing has fitted so far. */
    private void judgeFirst(ChainedLine line, @Nullable ChainedLine next) {
        boolean head = isHead(line);
        if (!head && next != null && (isHead(next) || (next.intact() && !next.follows(line.link())))) {
            stray(line);
            return;
        }
        if (!head) {
            suspects.missing(line.number(), Suspects.BEGINNING, line.seq() - 1);
        }
        fits(line);
    }

    /** The right number, but it continues another line than the one before: one of the two was forged. */
    private void judgeOtherPast(ChainedLine line, @Nullable ChainedLine next, ChainedLine last) {
        if (next != null && next.intact() && !next.follows(line.link())) {
            stray(line);
            return;
        }
        suspects.found(new Finding(
                last.number(),
                Kind.CHANGED,
                "is not what was written here: line " + line.number()
                        + " continues another one, so this line, and maybe some before it, were written anew"));
        fits(line);
    }

    /** Numbers are left out, or this line belongs further down. */
    private void judgeLater(ChainedLine line, @Nullable ChainedLine next, ChainedLine last) {
        if (next != null && next.intact() && next.seq() > last.seq() && next.seq() < line.seq()) {
            stray(line);
            return;
        }
        suspects.missing(line.number(), last.seq() + 1, line.seq() - 1);
        fits(line);
    }

    /** A number that was there already, or is missing. */
    private void judgeEarlier(ChainedLine line, @Nullable ChainedLine next) {
        Optional<ChainedLine> same = recent.get(line.seq());
        Optional<ChainedLine> before = recent.get(line.seq() - 1);
        boolean copy = same.filter(other -> other.hash().equals(line.hash())).isPresent();
        boolean goesOn = next == null || next.follows(line.link());
        if (!copy
                && goesOn
                && same.isPresent()
                && before.filter(other -> line.follows(other.link())).isPresent()) {
            suspects.found(new Finding(
                    same.get().number(),
                    Kind.INSERTED,
                    "was not written here: line " + line.number() + " goes on from the line before it"));
            fits(line);
        } else {
            stray(line);
        }
    }

    private void stray(ChainedLine line) {
        if (suspects.stray(line)) {
            stray = line;
        }
    }

    private void fits(ChainedLine line) {
        suspects.fits();
        first = first == null ? line : first;
        fitting = line;
        recent.add(line);
        Optional<Mark> mark = line.mark();
        if (mark.isEmpty()) {
            records++;
        } else {
            dropped += mark.get() instanceof Mark.Dropped missing ? missing.records() : 0;
        }
    }

    /** If this line says that the one before was cut off, that one is no stray, as long as it looks as it did then. */
    private void forgive(ChainedLine line) {
        ChainedLine odd = stray;
        stray = null;
        if (!(line.mark().orElse(null) instanceof Mark.Torn torn)) {
            return;
        }
        if (odd == null) {
            suspects.found(new Finding(
                    line.number(), Kind.REMOVED, "the line before this one, which was cut off, is missing"));
            return;
        }
        suspects.forgive();
        if (closes(torn, odd)) {
            notes.add("line " + odd.number() + " was cut off when the writer died; the writer after it said so");
        } else {
            suspects.found(new Finding(
                    odd.number(), Kind.CHANGED, "was cut off when the writer died, and is not what it was then"));
        }
    }

    private boolean closes(Mark.Torn torn, ChainedLine line) {
        byte[] bytes = line.text().getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length == torn.bytes()
                && ChainedLine.encoded(sha.digest(bytes)).equals(torn.sha256());
    }

    private static boolean isHead(ChainedLine line) {
        return line.mark().flatMap(Mark::head).isPresent();
    }

    private FileReport report() {
        if (pending != null) {
            judge(pending, /* next= */ null);
        }
        ChainedLine last = fitting;
        Optional<ChainedLine> start = Optional.ofNullable(first).filter(FileCheck::isHead);
        List<Finding> findings = chained == 0 && lines > 0
                ? List.of(
                        new Finding(1, Kind.NO_CHAIN, "no line of the file has a hash: it is no audit file, or older"))
                : suspects.findings(last == null ? 1 : last.seq() + 1);
        if (dropped > 0) {
            notes.add(dropped + (dropped == 1 ? " record" : " records") + " could not be written");
        }
        ending(last);
        return new FileReport(
                file,
                start.flatMap(ChainedLine::mark).flatMap(Mark::head),
                start.map(line -> new Link(line.seq() - 1, line.prev())),
                Optional.ofNullable(last).map(ChainedLine::link),
                lines,
                records,
                dropped,
                findings,
                chained == 0 ? 0 : suspects.further(),
                notes);
    }

    /** Only a file that was closed tells that nothing is missing at its end. */
    private void ending(@Nullable ChainedLine last) {
        if (last != null && !isClose(last)) {
            notes.add("was not closed: it is in use, or lines after line " + last.number() + " may be missing");
        }
    }

    private static boolean isClose(ChainedLine line) {
        return line.mark().orElse(null) instanceof Mark.Checkpoint checkpoint
                && (checkpoint.reason() == Reason.STOP || checkpoint.reason() == Reason.ROTATE);
    }
}
