package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.store.StoreContract.EMPTY;
import static dev.turnpike.clusterstate.store.StoreContract.change;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreTest implements StoreContract {
    @TempDir
    static Path directory;

    private static @Nullable TestPostgres server;

    private String address = "";
    private final List<Store> open = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = new TestPostgres(directory.resolve("data"));
    }

    @AfterAll
    static void stopServer() {
        server().close();
    }

    @BeforeEach
    void database() {
        address = server().database();
        another();
    }

    @AfterEach
    void close() {
        open.forEach(Store::close);
        open.clear();
    }

    @Override
    public Store store() {
        return open.get(0);
    }

    @Override
    public Store another() {
        Store store = JdbcStore.open(StoreSettings.of(address, "postgres", "unused"));
        open.add(store);
        return store;
    }

    @Override
    public Store reopened() {
        close();
        return another();
    }

    @Override
    public void run(String sql) {
        server().runIn(database(address), sql);
    }

    @Test
    void nodesThatStartAtOnceCreateTheTablesOnce() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<Long>> revisions = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                Store store = another();
                revisions.add(threads.submit(() -> {
                    start.await();
                    return store.registryRevision();
                }));
            }
            for (Future<Long> revision : revisions) {
                assertThat(revision.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nodesThatUpgradeTheTablesAtOnceNeitherHinderOneOfAnEarlierReleaseNorLoseWhatItWrites() throws Exception {
        address = server().database();
        firstReleaseOf(address);
        AtomicBoolean done = new AtomicBoolean();
        CyclicBarrier start = new CyclicBarrier(3);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<Integer> earlier = threads.submit(() -> {
                start.await();
                int rows = 0;
                try (Connection connection = DriverManager.getConnection(address, "postgres", "");
                        Statement statement = connection.createStatement()) {
                    while (!done.get() || rows == 0) {
                        statement.execute("INSERT INTO policy_revision (name, revision, origin, body) VALUES ('p', "
                                + ++rows + ", 'WRITTEN', '{}')");
                    }
                }
                return rows;
            });
            List<Future<Long>> upgrades = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                Store store = another();
                upgrades.add(threads.submit(() -> {
                    start.await();
                    return store.registryRevision();
                }));
            }
            for (Future<Long> upgrade : upgrades) {
                assertThat(upgrade.get()).isZero();
            }
            done.set(true);

            assertThat(another().revisions("p")).hasSize(earlier.get());
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static void firstReleaseOf(String address) {
        Flyway.configure()
                .dataSource(address, "postgres", "")
                .locations("classpath:dev/turnpike/clusterstate/store/migration")
                .table("turnpike_schema_history")
                .target("1")
                .load()
                .migrate();
    }

    @Test
    void aStoreOfALaterReleaseIsUsedWhileUpgradesRoll() {
        store().advance(EMPTY, change(EMPTY, List.of(Samples.policy("p", "{}")), Set.of()));
        server().runIn(
                        database(address),
                        "INSERT INTO turnpike_schema_history (installed_rank, version, description, type, script,"
                                + " checksum, installed_by, execution_time, success)"
                                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)");
        server().runIn(database(address), "ALTER TABLE resource ADD COLUMN later text");

        assertThat(reopened().registry().resources()).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsNotPassedOver() {
        store().putApprovals(Samples.everyKindOfApproval());
        server().runIn(database(address), "UPDATE approval SET body = replace(body, 'DENIED', 'PARKED')");

        assertThatThrownBy(store()::approvals)
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage("store (postgresql): holds something that this release cannot read");
    }

    @Test
    void aDatabaseWithOtherTablesIsLeftAlone() {
        server().runIn(database(address), "CREATE TABLE somebody_elses (id integer)");

        assertThatThrownBy(store()::registry)
                .isInstanceOf(StateUnavailableException.class)
                .hasMessage("store (postgresql): its tables are not as expected (expected: a database or a schema that"
                        + " is Turnpike's alone)");
    }

    @Test
    void aStatementThatTakesTooLongFails() throws Exception {
        StoreSettings hasty = new StoreSettings(address, "postgres", () -> "", 2, Duration.ofSeconds(1));
        Store store = JdbcStore.open(hasty);
        open.add(store);
        store.registry();

        try (var blocker = DriverManager.getConnection(address, "postgres", "")) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE registry_head");
            Duration took = Samples.timed(() -> assertThatThrownBy(store::registry)
                    .isInstanceOf(StateUnavailableException.class)
                    .hasMessage("store (postgresql): no answer in time"));
            assertThat(took).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(store.registry()).isEqualTo(EMPTY);
    }

    private static String database(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    private static TestPostgres server() {
        return requireNonNull(server);
    }
}
