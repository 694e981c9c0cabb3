package dev.turnpike.gateway.audit;

import static dev.turnpike.gateway.audit.Records.call;
import static dev.turnpike.gateway.audit.Records.log;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.audit.AuditLog.OnFull;
import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.trail.FileReport;
import dev.turnpike.gateway.audit.trail.TrailCheck;
import dev.turnpike.gateway.audit.trail.TrailFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final AtomicInteger dropped = new AtomicInteger();

    @Test
    void eachRecordIsALineAndOldLinesStay() throws IOException {
        Path path = directory.resolve("deep/audit.jsonl");
        for (int start = 0; start < 2; start++) {
            try (AuditFile file = open(log(path))) {
                file.accept(call("a\nb \"c\" \u2028"));
                file.accept(call("pay"));
            }
        }
        assertThat(kinds(path)).isEqualTo("chain decision decision checkpoint checkpoint decision decision checkpoint");
        JsonNode line = JSON.readTree(Files.readAllLines(path).get(1));
        assertThat(line.get("tool").asText()).isEqualTo("a\nb \"c\" \u2028");
        assertThat(line.at("/counters/0/after").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(line.at("/upstream/outcome").asText()).isEqualTo("result");
        assertThat(check(path)).allMatch(FileReport::holds);
    }

    @Test
    void aStepOfAnApprovalIsALineOfItsOwnKind() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = open(log(path))) {
            file.accept(Records.step(Instant.EPOCH, "a1"));
        }
        assertThat(Files.readAllLines(path).get(1))
                .startsWith(
                        "{\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"approval\",\"approval\":\"a1\",\"step\":2,"
                                + "\"step_id\":\"s2\",\"kind\":\"denied\",\"person\":\"carol\",\"note\":\"no\","
                                + "\"grant\":\"alice\",\"server\":\"kestra\",\"tool\":\"pay\","
                                + "\"rule\":\"/tools/pay/action\",\"policy\":\"careful\",\"policy_revision\":7,"
                                + "\"state\":\"denied\",\"seq\":2,\"prev\":\"")
                .endsWith("\"}");
    }

    @Test
    void whatComesAfterTheEndIsCountedAsDropped() throws IOException {
        AuditFile file = open(log(directory.resolve("audit.jsonl")));
        file.close();
        file.accept(call("pay"));
        assertThat(dropped).hasValue(1);
    }

    @Test
    void aDeviceIsWrittenAsItIs() throws IOException {
        try (AuditFile file = open(log(Path.of("/dev/null")))) {
            file.accept(call("pay"));
        }
        assertThat(dropped).hasValue(0);
    }

    @Test
    void aFileOfAnotherWriterIsRefused() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = open(log(path))) {
            assertThatThrownBy(() -> open(log(path))).hasMessageContaining("another node");
            file.accept(call("pay"));
        }
        assertThat(check(path)).allMatch(FileReport::holds);
    }

    @Test
    void aLineThatAWriterCouldNotFinishIsClosedAndToldOf() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = open(log(path))) {
            file.accept(call("pay"));
        }
        Files.writeString(path, "{\"time\":\"2026-11-25T20", StandardOpenOption.APPEND);
        try (AuditFile file = open(log(path))) {
            file.accept(call("pay"));
        }
        assertThat(Files.readAllLines(path)).hasSize(8);
        assertThat(Files.readAllLines(path).get(4)).contains("\"type\":\"torn\",\"bytes\":22,\"sha256\":\"");
        assertThat(check(path))
                .allMatch(FileReport::holds)
                .allSatisfy(report -> assertThat(report.notes())
                        .containsExactly("line 4 was cut off when the writer died; the writer after it said so"));
    }

    @Test
    void aWholeLineWithoutItsBreakIsKept() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = open(log(path))) {
            file.accept(call("pay"));
        }
        Files.writeString(path, Files.readString(path).stripTrailing());
        open(log(path)).close();
        assertThat(kinds(path)).isEqualTo("chain decision checkpoint checkpoint checkpoint");
        assertThat(check(path)).allMatch(FileReport::holds);
    }

    @Test
    void aFileThatIsNoChainIsKeptBesideTheNewOne() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        Files.writeString(path, "{\"time\":\"2026-01-01T00:00:00Z\"}\n");
        try (AuditFile file = open(log(path), InstantSource.fixed(Instant.parse("2026-11-25T20:15:00Z")))) {
            file.accept(call("pay"));
        }
        assertThat(Files.readString(directory.resolve("audit-20261125T201500Z-000000.jsonl")))
                .isEqualTo("{\"time\":\"2026-01-01T00:00:00Z\"}\n");
        assertThat(Files.readString(path)).contains("\"set_aside\":\"audit-20261125T201500Z-000000.jsonl\"");
        assertThat(check(path)).allMatch(FileReport::holds);
    }

    @Test
    void fullFilesGetANameAndNoRecordIsLost() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        int calls = 20_000;
        try (AuditFile file = open(full(path, 200_000, 0, OnFull.DROP))) {
            for (int call = 0; call < calls; call++) {
                file.accept(call("pay" + call));
            }
        }
        List<Path> files = TrailFiles.in(List.of(directory));
        assertThat(files).hasSizeGreaterThan(5);
        assertThat(files.get(0).getFileName().toString()).matches("audit-[0-9]{8}T[0-9]{6}Z-000001.jsonl");
        List<FileReport> reports = TrailCheck.of(files);
        assertThat(reports)
                .allMatch(FileReport::holds)
                .allMatch(report -> report.notes().isEmpty());
        assertThat(reports.stream().mapToLong(FileReport::records).sum()).isEqualTo(calls);
        assertThat(tools(files))
                .isEqualTo(
                        IntStream.range(0, calls).mapToObj(call -> "pay" + call).toList());
        assertThat(dropped).hasValue(0);
    }

    @Test
    void ofFullFilesOnlySoManyAreKeptAndTheRestIsToldOf() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        for (int start = 0; start < 6; start++) {
            try (AuditFile file = open(full(path, 1, 2, OnFull.DROP))) {
                file.accept(call("pay"));
            }
        }
        List<Path> files = TrailFiles.in(List.of(directory));
        assertThat(files).hasSize(3);
        List<FileReport> reports = TrailCheck.of(files);
        assertThat(reports).allMatch(FileReport::holds);
        assertThat(reports.get(0).notes())
                .singleElement()
                .asString()
                .matches("goes on from `audit-.*-000004.jsonl`, which was not looked at");
        assertThat(kinds(path)).isEqualTo("chain discarded decision checkpoint");
    }

    @Test
    void aWriterThatDiedBetweenTwoFilesIsSucceeded() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        open(log(path)).close();
        Files.move(path, directory.resolve("audit-20261125T201500Z-000001.jsonl"));
        open(log(path)).close();
        assertThat(TrailCheck.of(TrailFiles.in(List.of(directory))))
                .hasSize(2)
                .allMatch(FileReport::holds)
                .allMatch(report -> report.notes().isEmpty());
        assertThat(Files.readString(path)).contains("\"file\":2,\"continues\":\"audit-20261125T201500Z-000001.jsonl\"");
    }

    @Test
    void aFileThatCannotBeRenamedIsWrittenOn() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        List<Integer> renamed = new ArrayList<>();
        try (AuditFile file = AuditFile.open(
                full(path, 1, 0, OnFull.DROP),
                dropped::incrementAndGet,
                opened -> {
                    renamed.add(1);
                    Output output = RegularFile.open(opened);
                    Files.delete(opened); // so that there is nothing to rename
                    return output;
                },
                InstantSource.system())) {
            file.accept(call("pay"));
            file.accept(call("pay"));
        }
        assertThat(renamed).hasSize(1);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void whatTheDiskRefusesIsCountedAsDropped() throws IOException {
        try (AuditFile file = open(log(Path.of("/dev/full")))) {
            file.accept(call("pay"));
        }
        assertThat(dropped).hasValue(1);
    }

    @Test
    void whileTheDiskIsFullRecordsAreDroppedAndTheChainSaysHowMany() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        FailingDisk disk = new FailingDisk();
        try (AuditFile file = open(log(path), InstantSource.system(), disk)) {
            file.accept(call("before"));
            await().until(() -> kinds(path).contains("decision"));
            disk.full(true);
            file.accept(call("lost"));
            file.accept(call("lost"));
            await().untilAtomic(dropped, org.hamcrest.Matchers.is(2));
            assertThat(file.writable()).isTrue();
            disk.full(false);
            file.accept(call("after"));
        }
        assertThat(kinds(path)).isEqualTo("chain decision dropped decision checkpoint");
        assertThat(Files.readString(path)).contains("\"type\":\"dropped\",\"records\":2,");
        assertThat(check(path)).allMatch(FileReport::holds).allMatch(report -> report.dropped() == 2);
    }

    @Test
    void whileTheDiskIsFullCallsAreRefusedAndNoRecordIsLost() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        FailingDisk disk = new FailingDisk();
        try (AuditFile file = open(full(path, 1 << 20, 0, OnFull.REFUSE), InstantSource.system(), disk)) {
            disk.full(true);
            file.accept(call("held"));
            await().until(() -> !file.writable());
            file.accept(call("held"));
            disk.full(false);
            await().until(file::writable);
            file.accept(call("after"));
        }
        assertThat(kinds(path)).isEqualTo("chain decision decision decision checkpoint");
        assertThat(dropped).hasValue(0);
    }

    @Test
    void whoWaitsForARecordIsToldWhenItIsInTheFile() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = open(log(path))) {
            for (int call = 0; call < 100; call++) {
                CountDownLatch kept = new CountDownLatch(1);
                String tool = "t" + call;
                file.accept(call(tool), kept::countDown);
                kept.await();
                assertThat(tools(List.of(path))).endsWith(tool);
            }
        }
    }

    @Test
    void whileTheDiskIsFullNobodyWaitsForIt() throws Exception {
        Path path = directory.resolve("audit.jsonl");
        FailingDisk disk = new FailingDisk();
        try (AuditFile file = open(full(path, 1 << 20, 0, OnFull.REFUSE), InstantSource.system(), disk)) {
            disk.full(true);
            CountDownLatch kept = new CountDownLatch(3);
            file.accept(call("held"), kept::countDown);
            await().until(() -> !file.writable());
            file.accept(call("held"), kept::countDown);
            file.accept(call(Instant.EPOCH, "alice", "pay", Verdict.DENY, "state_unavailable"), kept::countDown);
            kept.await();
            disk.full(false);
        }
        assertThat(kinds(path)).isEqualTo("chain decision decision decision checkpoint");
    }

    @Test
    void whenTheQueueIsCrowdedWhatWasRefusedYieldsToWhatRan() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        FailingDisk disk = new FailingDisk();
        try (AuditFile file = open(full(path, 1 << 30, 0, OnFull.REFUSE), InstantSource.system(), disk)) {
            disk.full(true);
            file.accept(call("held"));
            await().until(() -> !file.writable());
            for (int call = 0; call < 70_000; call++) {
                file.accept(call(Instant.EPOCH, "alice", "pay", Verdict.DENY, "state_unavailable"));
            }
            assertThat(dropped.get()).isBetween(30_000, 40_000);
            int refused = dropped.get();
            file.accept(call("ran"));
            assertThat(dropped).hasValue(refused);
            disk.full(false);
            await().until(file::writable);
        }
        assertThat(tools(List.of(path))).contains("ran");
        assertThat(check(path)).allMatch(FileReport::holds).allMatch(report -> report.dropped() == dropped.get());
    }

    @Test
    void aRecordThatHasNoWrittenFormStopsNoOther() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        Line broken = lines -> {
            lines.write(call("cut"));
            throw new IOException("no written form");
        };
        try (ChainedFile file = ChainedFile.open(log(path), RegularFile::open, InstantSource.system())) {
            assertThat(file.append(List.of(broken, lines -> lines.write(call("pay"))), /* dropped= */ 0))
                    .isEqualTo(1);
        }
        assertThat(tools(List.of(path))).containsExactly("pay");
        assertThat(check(path)).allMatch(FileReport::holds);
    }

    @Test
    void aLongNameIsNotCutWithinACharacter() {
        assertThat(call("x".repeat(255) + "\ud83d\ude00").tool()).isEqualTo("x".repeat(255));
        assertThat(call("x".repeat(254) + "\ud83d\ude00").tool()).hasSize(256);
    }

    @Test
    void whileThereAreRecordsACheckpointComesEveryMinute() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        AtomicLong seconds = new AtomicLong();
        try (AuditFile file = open(log(path), () -> Instant.ofEpochSecond(seconds.get()))) {
            file.accept(call("pay"));
            await().until(() -> kinds(path).equals("chain decision"));
            seconds.addAndGet(61);
            await().until(() -> kinds(path).equals("chain decision checkpoint"));
            seconds.addAndGet(61);
            file.accept(call("pay"));
            await().until(() -> kinds(path).equals("chain decision checkpoint decision checkpoint"));
        }
        assertThat(Files.readString(path)).contains("\"reason\":\"periodic\",\"lines\":3,\"seq\":3,");
    }

    private AuditFile open(AuditLog log) throws IOException {
        return open(log, InstantSource.system());
    }

    private AuditFile open(AuditLog log, InstantSource clock) throws IOException {
        return open(log, clock, RegularFile::open);
    }

    private AuditFile open(AuditLog log, InstantSource clock, Output.Opening opening) throws IOException {
        return AuditFile.open(log, dropped::incrementAndGet, opening, clock);
    }

    private static AuditLog full(Path path, long bytes, int keep, OnFull onFull) {
        return new AuditLog(path, Optional.of(bytes), keep, onFull, "n1");
    }

    private static List<FileReport> check(Path path) throws IOException {
        return TrailCheck.of(List.of(path));
    }

    /** The kinds of the lines that have one. */
    private static String kinds(Path path) {
        return lines(path).stream()
                .map(line -> line.path("type").asText("decision"))
                .collect(joining(" "));
    }

    private static List<String> tools(List<Path> files) {
        return files.stream()
                .flatMap(file -> lines(file).stream())
                .filter(line -> line.has("tool"))
                .map(line -> line.get("tool").asText())
                .toList();
    }

    private static List<JsonNode> lines(Path path) {
        try {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(path)) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
