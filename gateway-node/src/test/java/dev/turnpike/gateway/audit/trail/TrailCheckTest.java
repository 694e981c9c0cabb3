package dev.turnpike.gateway.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.audit.AuditFile;
import dev.turnpike.gateway.audit.AuditLog;
import dev.turnpike.gateway.audit.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files of a chain continue each other. */
final class TrailCheckTest {
    @TempDir
    private Path directory;

    private List<Path> files = List.of();

    @BeforeEach
    void write() throws IOException {
        for (int file = 0; file < 3; file++) {
            Path path = directory.resolve("audit.jsonl");
            AuditLog log = new AuditLog(path, Optional.of(1L), 0, AuditLog.OnFull.DROP, "n1");
            try (AuditFile audit = AuditFile.open(log, () -> {})) {
                audit.accept(Records.call("pay"));
            }
        }
        files = TrailFiles.in(List.of(directory));
    }

    @Test
    void soundFilesOfOneChainHold() throws IOException {
        assertThat(files).hasSize(4);
        assertThat(check())
                .allMatch(FileReport::holds)
                .allMatch(report -> report.notes().isEmpty());
    }

    @Test
    void aFileThatIsMissingBetweenOthersIsFound() throws IOException {
        Files.delete(files.get(1));
        assertThat(check().get(1).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FILE_MISSING);
            assertThat(finding.what()).contains("`" + files.get(1).getFileName() + "`");
        });
    }

    @Test
    void olderFilesNeedNotBeThere() throws IOException {
        Files.delete(files.get(0));
        assertThat(check()).allMatch(FileReport::holds);
        assertThat(check().get(0).notes())
                .containsExactly("goes on from `" + files.get(0).getFileName() + "`, which was not looked at");
    }

    @Test
    void anEndThatWasCutOffIsFoundByTheNextFile() throws IOException {
        List<String> lines = Files.readAllLines(files.get(1));
        Files.write(files.get(1), lines.subList(0, lines.size() - 1));
        assertThat(check().get(1).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.line()).isEqualTo(lines.size() - 1L);
            assertThat(finding.what()).startsWith("1 line is missing at the end");
        });
    }

    @Test
    void anEndThatWasWrittenAnewIsFoundByTheNextFile() throws IOException {
        List<String> lines = Files.readAllLines(files.get(1));
        Path other = directory.resolve("other/audit.jsonl");
        AuditFile.open(Records.log(other), () -> {}).close();
        Files.write(files.get(1), lines.subList(0, lines.size() - 1));
        Files.writeString(files.get(1), Files.readAllLines(other).get(1) + "\n", StandardOpenOption.APPEND);
        assertThat(check()).anyMatch(report -> !report.holds() && report.file().equals(files.get(1)));
    }

    @Test
    void whatComesAfterTheLastCheckpointOfAFileInUseIsNotProven() throws IOException {
        Path last = files.get(3);
        List<String> lines = Files.readAllLines(last);
        Files.write(last, lines.subList(0, lines.size() - 1));
        assertThat(check()).allMatch(FileReport::holds);
        assertThat(check().get(3).notes())
                .containsExactly(
                        "was not closed: it is in use, or lines after line " + (lines.size() - 1) + " may be missing");
    }

    private List<FileReport> check() throws IOException {
        return TrailCheck.of(TrailFiles.in(List.of(directory)));
    }
}
