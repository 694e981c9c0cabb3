package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.store.StoreContract.EMPTY;
import static dev.turnpike.clusterstate.store.StoreContract.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOutageTest {
    private static final Duration SECONDS = Duration.ofSeconds(10);
    private static final String PASSWORD = "geheim-4711";

    @TempDir
    Path directory;

    private TestPostgres server;
    private Store store;

    @BeforeEach
    void open() {
        server = new TestPostgres(directory.resolve("data"));
        store = store(server.address("postgres"), "postgres");
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void callsFailWhileTheDatabaseIsAwayAndWorkOnceItIsBack() {
        Snapshot first = change(EMPTY, List.of(Samples.policy("p", "{}")), Set.of());
        assertThat(store.advance(EMPTY, first)).isTrue();
        server.close();

        List<Runnable> calls = List.of(
                store::registryRevision,
                store::registry,
                () -> store.advance(
                        first,
                        change(first, List.of(), Set.copyOf(first.resources().keySet()))),
                () -> store.revisions("p"),
                () -> store.putApprovals(Samples.everyKindOfApproval()),
                store::approvals,
                () -> store.putCounters(Samples.everyKindOfCounter()),
                () -> store.counters(0),
                () -> store.forget(0));
        assertThat(Samples.timed(() -> calls.parallelStream().forEach(StoreOutageTest::fails)))
                .isLessThan(SECONDS);
        server.start();

        Awaitility.await()
                .atMost(SECONDS)
                .ignoreExceptions()
                .until(() -> store.registry().equals(first));
        store.putCounters(Samples.everyKindOfCounter());
    }

    @Test
    void aStoreCanBeOpenedBeforeItsDatabaseIsThere() {
        server.close();
        Store early = store(server.address("postgres"), "postgres");
        try {
            fails(early::registry);
            server.start();

            Awaitility.await()
                    .atMost(SECONDS)
                    .ignoreExceptions()
                    .until(() -> early.registry().equals(EMPTY));
        } finally {
            early.close();
        }
    }

    @Test
    void whatIsWrongIsToldWithoutSecrets() {
        server.run("CREATE ROLE nobody_signs_in NOLOGIN PASSWORD '" + PASSWORD + "'");
        server.run("CREATE ROLE powerless LOGIN PASSWORD '" + PASSWORD + "'");

        assertThat(failure("jdbc:postgresql://127.0.0.1:1/turnpike", "alice"))
                .isEqualTo("store (postgresql): cannot be reached (SQLSTATE 08001)");
        assertThat(failure(server.address("nowhere"), "postgres"))
                .isEqualTo("store (postgresql): there is no such database (SQLSTATE 3D000)");
        assertThat(failure(server.address("postgres"), "nobody_signs_in"))
                .isEqualTo("store (postgresql): refuses the user or the password (SQLSTATE 28000)");
        assertThat(failure(server.address("postgres"), "powerless"))
                .isEqualTo("store (postgresql): the user lacks rights (SQLSTATE 42501)");
    }

    private static String failure(String address, String user) {
        Store wrong = store(address, user);
        try {
            return fails(wrong::registry);
        } finally {
            wrong.close();
        }
    }

    /** The message. */
    private static String fails(Runnable call) {
        StringWriter all = new StringWriter();
        StringBuilder message = new StringBuilder();
        assertThatThrownBy(call::run)
                .isInstanceOf(StateUnavailableException.class)
                .satisfies(failure -> {
                    message.append(failure.getMessage());
                    failure.printStackTrace(new PrintWriter(all, true));
                });
        assertThat(all.toString()).doesNotContain(PASSWORD);
        return message.toString();
    }

    private static Store store(String address, String user) {
        return JdbcStore.open(StoreSettings.of(address, user, PASSWORD));
    }
}
