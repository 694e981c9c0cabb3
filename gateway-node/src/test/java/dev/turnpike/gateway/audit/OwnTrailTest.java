package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.gateway.audit.AuditRecord.Verdict;
import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.audit.trail.TrailPage;
import dev.turnpike.gateway.audit.trail.TrailPlace;
import dev.turnpike.gateway.audit.trail.TrailSearch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTrailTest {
    private static final Instant START = Instant.parse("2026-11-25T20:15:00Z");
    private static final TrailSearch.Bounds WIDE =
            new TrailSearch.Bounds(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1));
    private static final RecordFilter ALL = filter(Map.of());
    private static final int RECORDS = 3_000;
    private static final Pattern TOOL = Pattern.compile("\"tool\":\"t([0-9]+)\"");

    @TempDir
    private Path directory;

    private Path file;
    private Instant now = START;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("audit.jsonl");
        append(0, RECORDS);
    }

    /** Records in files of a few hundred each, one a second. */
    private void append(int from, int to) throws IOException {
        AuditLog log = new AuditLog(file, Optional.of(100_000L), 0, AuditLog.OnFull.DROP, "n1");
        try (ChainedFile chain = ChainedFile.open(log, RegularFile::open, () -> now)) {
            for (int i = from; i < to; i += 100) {
                List<Line> batch = new ArrayList<>();
                for (int j = i; j < Math.min(to, i + 100); j++) {
                    now = START.plusSeconds(j);
                    AuditRecord record =
                            Records.call(now, j % 3 == 0 ? "bob" : "alice", "t" + j, Verdict.DENY, "tool_denied");
                    batch.add(lines -> lines.write(record));
                }
                chain.append(batch, 0);
            }
        }
    }

    @Test
    void pagesHaveEveryRecordOnceTheNewestFirst() throws IOException {
        assertThat(new FileNames(file).full()).hasSizeGreaterThan(5);
        assertThat(all(new OwnTrail(file, WIDE), ALL, 97)).isEqualTo(down(RECORDS - 1, 0));
    }

    @Test
    void aSearchThatEndsEarlyGoesOnWhereItEnded() throws IOException {
        for (TrailSearch.Bounds bounds : List.of(
                new TrailSearch.Bounds(1, 1_000, 1 << 20, Duration.ofDays(1)),
                new TrailSearch.Bounds(1 << 20, 7, 1 << 20, Duration.ofDays(1)),
                new TrailSearch.Bounds(1 << 20, 1_000, 1, Duration.ofDays(1)),
                new TrailSearch.Bounds(1 << 20, 1_000, 1 << 20, Duration.ZERO))) {
            assertThat(all(new OwnTrail(file, bounds), filter(Map.of("tool", "t1000")), 10))
                    .containsExactly(1_000);
        }
    }

    @Test
    void aPlaceStaysWhereItIsWhileFilesBecomeFull() throws IOException {
        OwnTrail trail = new OwnTrail(file, WIDE);
        TrailPage first = trail.page(ALL, 10, Optional.empty());

        append(RECORDS, RECORDS + 1_000);
        TrailPage second = trail.page(ALL, 10, first.next());

        assertThat(numbers(second)).isEqualTo(down(RECORDS - 11, RECORDS - 20));
    }

    @Test
    void whoseFileIsGoneIsTold() throws IOException {
        OwnTrail trail = new OwnTrail(file, WIDE);
        Optional<TrailPlace> place =
                trail.page(ALL, RECORDS - 10, Optional.empty()).next();
        Files.delete(new FileNames(file).full().get(0));

        assertThatThrownBy(() -> trail.page(ALL, 10, place)).isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void theSearchEndsBeforeFilesThatAreTooOld() throws IOException {
        Instant since = START.plusSeconds(RECORDS - 5);
        RecordFilter filter =
                new RecordFilter(Map.of(), Optional.of(since), Optional.of(START.plusSeconds(RECORDS - 3)));
        Path oldest = new FileNames(file).full().get(0);
        Files.writeString(oldest, Files.readString(oldest) + "no JSON\n");

        TrailPage page = new OwnTrail(file, WIDE).page(filter, 500, Optional.empty());

        assertThat(numbers(page)).containsExactly(RECORDS - 4, RECORDS - 5);
        assertThat(page.next()).isEmpty();
        assertThat(page.unreadable()).isZero();
    }

    @Test
    void whatIsBeingWrittenAndWhatIsNoJsonIsLeftOut() throws IOException {
        Files.write(file, "no JSON\n{\"a\":1},{\"b\":2}\n{\"time\":\"half".getBytes(UTF_8), StandardOpenOption.APPEND);

        TrailPage page = new OwnTrail(file, WIDE).page(ALL, 1, Optional.empty());

        assertThat(numbers(page)).containsExactly(RECORDS - 1);
        assertThat(page.unreadable()).isEqualTo(2);
    }

    @Test
    void readingTheFileDoesNotGiveUpTheLock() throws IOException {
        AuditLog log = Records.log(file);
        try (AuditFile writer = AuditFile.open(log, () -> {})) {
            assertThat(writer.writable()).isTrue();
            new OwnTrail(file).page(ALL, 1, Optional.empty());
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Second.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), UTF_8)).contains("another node writes it");
        }
    }

    /** A writer of the same file. */
    static final class Second {
        private Second() {}

        public static void main(String[] arguments) {
            try {
                AuditFile.open(Records.log(Path.of(arguments[0])), () -> {}).close();
                System.out.println("opened");
            } catch (IOException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    private static List<Integer> all(OwnTrail trail, RecordFilter filter, int limit) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        Optional<TrailPlace> after = Optional.empty();
        do {
            TrailPage page = trail.page(filter, limit, after);
            numbers.addAll(numbers(page));
            after = page.next().map(place -> TrailPlace.parse(place.text()).orElseThrow());
        } while (after.isPresent());
        return numbers;
    }

    private static List<Integer> numbers(TrailPage page) {
        return page.records().stream().map(OwnTrailTest::number).toList();
    }

    private static int number(String record) {
        Matcher tool = TOOL.matcher(record);
        assertThat(tool.find()).isTrue();
        return Integer.parseInt(tool.group(1));
    }

    private static List<Integer> down(int from, int to) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(to, from).boxed().toList());
        Collections.reverse(numbers);
        return numbers;
    }

    private static RecordFilter filter(Map<String, String> wanted) {
        return new RecordFilter(wanted, Optional.empty(), Optional.empty());
    }
}
