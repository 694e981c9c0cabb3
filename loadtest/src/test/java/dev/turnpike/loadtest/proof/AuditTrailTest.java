package dev.turnpike.loadtest.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.loadtest.proof.judge.Refusal;
import dev.turnpike.loadtest.proof.judge.Spend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    private static final String ALLOWED = """
            {"grant":"a","decision":"allow","arguments":["amount","call-7"],"counters":[{"counter":"spent",\
            "before":1.25,"after":3,"max":10,"window_start_ms":5000}]}
            """;
    private static final String REFUSED = """
            {"grant":"a","decision":"deny","code":"limit_exceeded","arguments":["call-8"],"counters":[{"counter":"spent",\
            "before":10,"after":10,"max":10,"window_start_ms":5000}]}
            """;
    private static final String UNAVAILABLE = """
            {"grant":"a","decision":"deny","code":"state_unavailable","arguments":["call-9"],"counters":[]}
            """;

    private static final String IN_SESSION = """
            {"grant":"a","decision":"allow","arguments":["call-10-s1"],"counters":[{"counter":"spent",\
            "before":0,"after":1,"max":10,"window_start_ms":5000}]}
            """;

    @TempDir
    private Path directory;

    private final AuditTrail trail = new AuditTrail();

    @Test
    void readsWhatWasSpentAndWhatWasRefused() throws IOException {
        trail.readOn("n1", List.of(Files.writeString(file(), ALLOWED + REFUSED + UNAVAILABLE)));

        assertThat(trail.spends())
                .containsExactly(new Spend(7, "a", "n1", 1_750_000, 1_250_000, 5000, /* givenBack= */ false));
        assertThat(trail.refusals()).containsExactly(new Refusal(8, "a", 5000));
    }

    @Test
    void tellsSessionsOfAGrantApart() throws IOException {
        trail.readOn("n1", List.of(Files.writeString(file(), IN_SESSION)));

        assertThat(trail.spends())
                .containsExactly(new Spend(10, "a:s1", "n1", 1_000_000, 0, 5000, /* givenBack= */ false));
    }

    @Test
    void readsOnWhereItStoppedAndWaitsForTheEndOfALine() throws IOException {
        Path file = Files.writeString(file(), ALLOWED + REFUSED.substring(0, 30));
        trail.readOn("n1", List.of(file));
        assertThat(trail.refusals()).isEmpty();

        Files.writeString(file, REFUSED.substring(30), StandardOpenOption.APPEND);
        trail.readOn("n1", List.of(file));

        assertThat(trail.spends()).hasSize(1);
        assertThat(trail.refusals()).hasSize(1);
    }

    private Path file() {
        return directory.resolve("audit.jsonl");
    }
}
