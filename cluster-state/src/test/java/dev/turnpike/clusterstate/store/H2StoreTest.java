package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.store.StoreContract.EMPTY;
import static dev.turnpike.clusterstate.store.StoreContract.change;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest implements StoreContract {
    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = JdbcStore.open(StoreSettings.of("file:" + directory.resolve("below/store"), "", ""));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public Store store() {
        return store;
    }

    /** One process has a file at a time. */
    @Override
    public Store another() {
        return store;
    }

    @Override
    public Store reopened() {
        close();
        open();
        return store;
    }

    @Test
    void nobodyElseReadsTheFile() throws IOException {
        try (var files = Files.list(directory.resolve("below"))) {
            assertThat(files).containsExactly(directory.resolve("below/store.mv.db"));
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("below/store.mv.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("below")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void anInterruptedCallerHarmsNobody() {
        Thread.currentThread().interrupt();
        try {
            store.advance(EMPTY, change(EMPTY, List.of(Samples.policy("p", "{}")), Set.of()));
        } catch (dev.turnpike.clusterstate.StateUnavailableException interrupted) {
            // May be, or not.
        } finally {
            boolean unused = Thread.interrupted();
        }

        long revision = store.registryRevision();
        store.putCounters(Samples.everyKindOfCounter());
        assertThat(reopened().counters(Samples.NOW)).hasSize(3);
        assertThat(store.registryRevision()).isEqualTo(revision);
    }
}
