package dev.turnpike.gateway.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditLog;
import dev.turnpike.gateway.audit.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to one line of a file, whichever it is, is found, and the line is named. */
final class TamperingPropertyTest {
    /** A head, decisions, steps, a line that was cut off and closed, checkpoints. */
    private static final List<String> LINES = written();

    private static final int LAST = 13;
    private static final int CUT_OFF = 6;

    @Property(tries = 2_000)
    void aChangedByteIsFound(
            @ForAll @IntRange(max = LAST) int at, @ForAll @IntRange(max = 4_000) int place, @ForAll byte to) {
        byte[] bytes = LINES.get(at).getBytes(StandardCharsets.ISO_8859_1);
        int index = place % bytes.length;
        if (bytes[index] == to || to == '\n') {
            return;
        }
        bytes[index] = to;
        List<String> lines = new ArrayList<>(LINES);
        lines.set(at, new String(bytes, StandardCharsets.ISO_8859_1));
        // Without the line that tells of it, what was cut off is no more than a line that nobody wrote.
        assertThat(check(lines))
                .hasSize(at == CUT_OFF + 1 ? 2 : 1)
                .anyMatch(finding -> finding.line() == at + 1)
                .anyMatch(finding -> finding.kind() == Finding.Kind.CHANGED);
    }

    @Property
    void aRemovedLineIsFound(@ForAll @IntRange(max = LAST - 1) int at) {
        List<String> lines = new ArrayList<>(LINES);
        lines.remove(at);
        // The line that the gap comes before; around what was cut off it is the one behind or before that.
        int named = at == CUT_OFF - 1 ? at + 2 : at == CUT_OFF + 1 ? at : at + 1;
        assertThat(check(lines)).isNotEmpty().anyMatch(finding -> finding.line() == named);
    }

    @Property
    void aLineThatIsWrittenAnewIsFoundUnlessItIsTheLast(@ForAll @IntRange(max = LAST - 1) int at) {
        ChainedLine line = ChainedLine.read(LINES.get(at).getBytes(StandardCharsets.ISO_8859_1));
        if (!line.intact()) {
            return; // it was cut off, and is in no chain
        }
        List<String> lines = new ArrayList<>(LINES);
        lines.set(at, forged(line.seq(), line.prev()));
        assertThat(check(lines)).isNotEmpty().anyMatch(finding -> finding.line() == at + 1);
    }

    @Property
    void anInsertedLineIsFound(
            @ForAll @IntRange(max = LAST) int before, @ForAll @IntRange(max = LAST) int copied, @ForAll boolean forge) {
        List<String> lines = new ArrayList<>(LINES);
        ChainedLine next = ChainedLine.read(LINES.get(before).getBytes(StandardCharsets.ISO_8859_1));
        lines.add(before, forge ? forged(next.seq(), next.prev()) : LINES.get(copied));
        // A copy beside its original: nobody can tell which is which.
        assertThat(check(lines))
                .isNotEmpty()
                .anyMatch(finding -> finding.line() == before + 1
                        || (!forge && (finding.line() == copied + 1 || finding.line() == copied + 2)));
    }

    @Property
    void twoLinesThatChangedPlacesAreFound(
            @ForAll @IntRange(max = LAST) int one, @ForAll @IntRange(max = LAST) int other) {
        if (one == other) {
            return;
        }
        List<String> lines = new ArrayList<>(LINES);
        Collections.swap(lines, one, other);
        assertThat(check(lines))
                .isNotEmpty()
                .anyMatch(finding -> finding.line() == one + 1 || finding.line() == other + 1);
    }

    @Property
    void aCutOffEndIsFoundByTheNextFile(@ForAll @IntRange(max = LAST) int from) throws IOException {
        Path directory = Files.createTempDirectory("trail");
        Path file = directory.resolve("audit-20261125T201500Z-000001.jsonl");
        Path next = directory.resolve("audit.jsonl");
        try {
            Files.writeString(file, text(LINES));
            AuditFile.open(Records.log(next), () -> {}).close();
            Files.writeString(file, text(LINES.subList(0, from)));
            List<FileReport> reports = TrailCheck.of(TrailFiles.in(List.of(directory)));
            assertThat(reports.stream().allMatch(FileReport::holds)).isFalse();
        } finally {
            Files.delete(file);
            Files.delete(next);
            Files.delete(directory.resolve("audit.jsonl.lock"));
            Files.delete(directory);
        }
    }

    /** A line with a hash of its own that is right. */
    private static String forged(long seq, String prev) {
        String line = "{\"time\":\"2026-11-25T20:15:00.000000Z\",\"decision\":\"allow\",\"seq\":" + seq + ",\"prev\":\""
                + (prev.isEmpty() ? "A".repeat(ChainedLine.HASH_CHARS) : prev) + "\"";
        return line + ",\"hash\":\""
                + ChainedLine.encoded(ChainedLine.sha256().digest(line.getBytes(StandardCharsets.ISO_8859_1))) + "\"}";
    }

    private static List<Finding> check(List<String> lines) {
        try {
            Path file = Files.createTempFile("trail", ".jsonl");
            try {
                Files.write(file, text(lines).getBytes(StandardCharsets.ISO_8859_1));
                return FileCheck.of(file).findings();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static List<String> written() {
        try {
            Path directory = Files.createTempDirectory("trail");
            Path file = directory.resolve("audit.jsonl");
            for (int start = 0; start < 2; start++) {
                try (AuditFile audit =
                        AuditFile.open(new AuditLog(file, Optional.empty(), 0, AuditLog.OnFull.DROP, "n1"), () -> {})) {
                    for (int call = 0; call < 3; call++) {
                        audit.accept(Records.call("pay"));
                    }
                    audit.accept(Records.step(Instant.EPOCH, "a1"));
                }
                if (start == 0) {
                    Files.writeString(file, Files.readString(file) + "{\"time\":\"2026");
                }
            }
            List<String> lines = Files.readAllLines(file);
            Files.delete(file);
            Files.delete(directory.resolve("audit.jsonl.lock"));
            Files.delete(directory);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
