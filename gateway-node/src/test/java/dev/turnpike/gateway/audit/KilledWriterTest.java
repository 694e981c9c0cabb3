package dev.turnpike.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.gateway.audit.trail.FileReport;
import dev.turnpike.gateway.audit.trail.TrailCheck;
import dev.turnpike.gateway.audit.trail.TrailFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL, again and again, while records are written and files become full. */
final class KilledWriterTest {
    private static final int KILLS = 3;
    private static final long FILE_BYTES = 400_000;
    private static final Pattern TOOL = Pattern.compile("\"tool\":\"life([0-9]+)-([0-9]+)\"");

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenStaysAndTheChainHolds() throws Exception {
        Path file = directory.resolve("audit.jsonl");
        List<Integer> seen = new ArrayList<>();
        for (int life = 0; life < KILLS; life++) {
            Process writer = start(file, life);
            try {
                int before = life;
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> written(before).size() > 3_000);
                seen.add(written(life).size());
            } finally {
                writer.destroyForcibly();
            }
            assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        AuditFile.open(log(file), () -> {}).close();

        assertThat(TrailCheck.of(TrailFiles.in(List.of(directory))))
                .hasSizeGreaterThan(KILLS)
                .allMatch(FileReport::holds);
        for (int life = 0; life < KILLS; life++) {
            List<Integer> written = written(life);
            assertThat(written).hasSizeGreaterThanOrEqualTo(seen.get(life));
            assertThat(written)
                    .isEqualTo(IntStream.range(0, written.size()).boxed().toList());
        }
    }

    /** The records of a life, in the order of the files. */
    private List<Integer> written(int life) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Path file : TrailFiles.in(List.of(directory))) {
            String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            TOOL.matcher(text)
                    .results()
                    .filter(record -> record.group(1).equals(Integer.toString(life)))
                    .map(KilledWriterTest::number)
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private static int number(MatchResult record) {
        return Integer.parseInt(record.group(2));
    }

    private static AuditLog log(Path file) {
        return new AuditLog(file, Optional.of(FILE_BYTES), 0, AuditLog.OnFull.DROP, "n1");
    }

    private Process start(Path file, int life) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString(),
                        Integer.toString(life))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Writes records until it is killed, or for a while. */
    static final class Writer {
        private static final int MOST = 2_000_000;

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            try (AuditFile file = AuditFile.open(log(Path.of(arguments[0])), () -> {})) {
                for (int call = 0; call < MOST; call++) {
                    file.accept(Records.call("life" + arguments[1] + "-" + call));
                    if (call % 100 == 0) {
                        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                    }
                }
            }
        }
    }
}
