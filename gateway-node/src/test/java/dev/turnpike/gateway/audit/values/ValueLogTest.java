package dev.turnpike.gateway.audit.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueLogTest {
    private static final Instant DAY = Instant.parse("2026-03-01T23:59:59Z");
    private static final ValueKey KEY = new ValueKey("a-key-that-is-long-enough-for-a-test");
    private static final ValueKey OTHER = new ValueKey("another-key-that-is-long-enough-also");
    private static final ObjectNode ARGUMENTS =
            JsonNodeFactory.instance.objectNode().put("amount", 4711).put("to", "erika");

    @TempDir
    Path directory;

    private final AtomicInteger dropped = new AtomicInteger();

    @Test
    void valuesAreFoundWithTheirKeyAloneAndStandNowhere() throws IOException {
        String id = kept(DAY, 7);

        assertThat(names()).containsExactly("audit.jsonl.2026-03-01.until-2026-03-09.values");
        Path file = directory.resolve(names().get(0));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file)).contains(id).doesNotContain("erika");
        assertThat(values(KEY).of(record(id))).contains(ARGUMENTS);
        assertThat(values(OTHER).of(record(id))).isEmpty();
        assertThat(values(KEY).of(record("another"))).isEmpty();
        assertThat(KeptValues.NONE.of(record(id))).isEmpty();
        assertThat(dropped).hasValue(0);
    }

    @Test
    void valuesBelongToTheirRecord() throws IOException {
        String one = kept(DAY, 7);
        String other = kept(DAY, 7);
        Path file = directory.resolve(names().get(0));
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isEmpty())
                .toList();

        Files.writeString(file, lines.get(0).replace(one, other) + "\n");

        assertThat(values(KEY).of(record(other))).isEmpty();
    }

    @Test
    void aLineThatAKilledNodeLeftDoesNotHideTheNext() throws IOException {
        kept(DAY, 7);
        Path file = directory.resolve(names().get(0));
        Files.writeString(file, Files.readString(file) + "{\"id\":\"to");

        String id = kept(DAY, 7);

        assertThat(values(KEY).of(record(id))).contains(ARGUMENTS);
    }

    @Test
    void valuesGoWhenTheirTimeIsOver() throws IOException {
        kept(DAY, 1);
        kept(DAY, 7);
        Files.writeString(directory.resolve("audit.jsonl.notes.until-then.values"), "");
        assertThat(names()).hasSize(3);

        try (ValueLog log = open(DAY.plusSeconds(86_400))) {
            assertThat(log.keep(DAY, KEY, 7, ARGUMENTS)).isPresent();
        }
        assertThat(names()).hasSize(3);

        try (ValueLog later = open(Instant.parse("2026-03-03T00:00:00Z"))) {
            await().untilAsserted(() -> assertThat(names())
                    .containsExactlyInAnyOrder(
                            "audit.jsonl.2026-03-01.until-2026-03-09.values", "audit.jsonl.notes.until-then.values"));
            assertThat(later.keep(DAY, KEY, 7, ARGUMENTS)).isPresent();
        }
    }

    @Test
    void whatCannotBeWrittenIsCounted() throws IOException {
        Files.createDirectory(directory.resolve("audit.jsonl.2026-03-01.until-2026-03-09.values"));

        kept(DAY, 7);

        assertThat(dropped).hasValue(1);
    }

    @Test
    void aShortKeyIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> new ValueKey("hush"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 32")
                .hasMessageNotContaining("hush");
    }

    private String kept(Instant time, int days) {
        try (ValueLog log = open(time)) {
            return log.keep(time, KEY, days, ARGUMENTS).orElseThrow();
        }
    }

    private ValueLog open(Instant now) {
        return ValueLog.open(directory.resolve("audit.jsonl"), dropped::incrementAndGet, () -> now);
    }

    private KeptValues values(ValueKey key) throws IOException {
        return KeptValues.read(List.of(directory.resolve("audit.jsonl")), key);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static ObjectNode record(String id) {
        return JsonNodeFactory.instance.objectNode().put("values", id);
    }
}
