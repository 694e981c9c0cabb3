package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DurabilityTest {
    @TempDir
    Path directory;

    private Process scribe;
    private BufferedReader told;

    @BeforeEach
    void start() throws IOException {
        scribe = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx256m",
                        Scribe.class.getName(),
                        file())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        told = scribe.inputReader();
    }

    @AfterEach
    void stop() throws Exception {
        scribe.destroyForcibly().waitFor();
    }

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws Exception {
        for (int rounds = 0; rounds < 3; rounds++) {
            assertThat(told.readLine()).isNotNull();
        }
        int acknowledged = killed();

        try (Store store = open()) {
            assertThat(store.registryRevision()).isBetween((long) acknowledged, acknowledged + 1L);
            assertThat(store.registry().resources().values())
                    .extracting(document -> document.json())
                    .containsExactly(
                            Scribe.document((int) store.registryRevision()).json());
            assertThat(store.revisions("p"))
                    .hasSize((int) Math.min(RegistryTables.MOST_REVISIONS, store.registryRevision()));
            List<String> ids = store.approvals().stream().map(Approval::id).toList();
            for (int round = 1; round <= acknowledged; round++) {
                assertThat(ids).contains("a" + round);
            }
            assertThat(requireNonNull(store.counters(Samples.NOW).get(ALICE)).latestMillis())
                    .isBetween(Samples.NOW + acknowledged, Samples.NOW + acknowledged + 1);
        }
    }

    @Test
    void aFileIsForOneProcess() throws Exception {
        assertThat(told.readLine()).isNotNull();

        assertThatThrownBy(this::open)
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage(
                        "store (h2): another process has the file open (expected: one node for each file; nodes that"
                                + " share a store need PostgreSQL)");
        int unused = killed();
        open().close();
    }

    /** Kills the scribe amid its work, and answers with the last round that it told. */
    private int killed() throws Exception {
        // There is no pause between its rounds. By its handle, because that leaves what it told to be read.
        scribe.toHandle().destroyForcibly();
        int last = 3;
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            last = line.matches("\\d+") ? Integer.parseInt(line) : last;
        }
        assertThat(scribe.waitFor()).isEqualTo(128 + 9);
        return last;
    }

    private Store open() {
        return JdbcStore.open(StoreSettings.of("file:" + file(), "", ""));
    }

    private String file() {
        return directory.resolve("store").toString();
    }
}
