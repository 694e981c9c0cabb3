package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.store.StoreContract.EMPTY;
import static dev.turnpike.clusterstate.store.StoreContract.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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

    @Override
    public void run(String sql) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:async:" + directory.resolve("below/store"), "turnpike", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
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
    void aFileThatIsNoDatabaseIsLeftAlone() throws IOException {
        Path other = directory.resolve("other.mv.db");
        String text = "somebody's notes\n".repeat(1_000);
        Files.writeString(other, text);

        assertThatThrownBy(() -> JdbcStore.open(StoreSettings.of("file:" + directory.resolve("other"), "", "")))
                .isInstanceOf(StateUnavailableException.class)
                .hasMessageStartingWith("store (h2): the file cannot be used (SQLSTATE 90");
        assertThat(other).hasContent(text);
    }

    @Test
    void aPlaceWhereNoFileCanBeIsTold() throws IOException {
        Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> JdbcStore.open(StoreSettings.of("file:" + directory.resolve("file/store"), "", "")))
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage("store: `" + directory.resolve("file/store") + ".mv.db` cannot be created");
    }

    @Test
    void anInterruptedCallerHarmsNobody() {
        // So many that they must be read from the file.
        List<Resource> many = IntStream.range(0, 3_000)
                .mapToObj(i -> Samples.policy("p" + i, "x".repeat(10_000)))
                .toList();
        Snapshot large = change(EMPTY, many, Set.of());
        store.advance(EMPTY, large);
        Store cold = reopened();
        assertThat(cold.registryRevision()).isEqualTo(1);

        Thread.currentThread().interrupt();
        assertThat(cold.registry()).isEqualTo(large);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cold.registry()).isEqualTo(large);
    }
}
