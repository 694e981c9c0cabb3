package dev.turnpike.clusterstate.store;

import static dev.turnpike.clusterstate.Spends.PER_HOUR;
import static dev.turnpike.clusterstate.Spends.charge;
import static dev.turnpike.clusterstate.Spends.reserve;
import static dev.turnpike.clusterstate.store.Samples.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.MovingClock;
import dev.turnpike.clusterstate.Questions;
import dev.turnpike.clusterstate.Spends;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A node whose database takes connections and answers nothing, or does not take the password. */
@SuppressWarnings("NullAway.Init") // each test opens the node in its own way
class SilentDatabaseTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    /** Of one statement and of the wait for a connection, and room for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private static final String REFUSED = "store (postgresql): refuses the user or the password (SQLSTATE 28P01)";
    private static final String PASSWORD = "geheim-4711";
    private static final String OTHER = "geheim-4712";

    @TempDir
    static Path directory;

    private static TestPostgres server;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private String database = "";
    private WayThrough way;
    private StoredClusterState node;

    @BeforeAll
    static void startServer() throws Exception {
        server = new TestPostgres(directory.resolve("data"));
        server.run("CREATE ROLE turnpike LOGIN PASSWORD '" + PASSWORD + "'");
        Path rules = directory.resolve("data/pg_hba.conf");
        Files.writeString(rules, "host all turnpike 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        server.run("SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        log.start();
        root.addAppender(log);
        server.run("ALTER ROLE turnpike PASSWORD '" + PASSWORD + "'");
        database = server.database().replaceFirst(".*/", "");
        server.run("ALTER DATABASE " + database + " OWNER TO turnpike");
        way = new WayThrough(server.port());
    }

    @AfterEach
    void stop() {
        node.close();
        way.close();
        root.detachAppender(log);
    }

    @Test
    void whileItIsSilentEverythingEndsInTimeAndAfterwardsItIsUsedAgain() throws Exception {
        node = open(() -> PASSWORD);
        awaitReached();
        reserve(node.ledger(), charge(PER_HOUR, 100, 1));

        way.silent(true);
        Duration took = Samples.timed(() -> List.<Runnable>of(
                        () -> assertUnavailable(node.registry().apply(List.of(policy("p", "{}")), Set.of())),
                        () -> assertUnavailable(node.registry().revisions("p")),
                        () -> assertUnavailable(node.approvals().put(ask())))
                .parallelStream()
                .forEach(Runnable::run));
        assertThat(took).isLessThan(BOUND);
        Awaitility.await().atMost(LONG).until(() -> node.store().failures() > 3);
        assertProblem("store (postgresql): no answer in time");
        assertThat(node.store().available()).isFalse();
        assertThat(Samples.timed(this::spendOften)).isLessThan(Duration.ofSeconds(1));

        way.silent(false);
        awaitReached();
        Awaitility.await().atMost(LONG).until(() -> node.store().lagMillis() < 1_000);
        assertThat(Spends.await(node.registry().apply(List.of(policy("q", "{}")), Set.of()))
                        .resources())
                .isNotEmpty();
        assertThat(errors()).hasSizeBetween(1, 3);
    }

    @Test
    void aNodeThatStartsWhileItIsSilentIsReadyOnceItAnswers() throws Exception {
        way.silent(true);
        Duration took = Samples.timed(() -> node = open(() -> PASSWORD));
        assertThat(took).isLessThan(BOUND);
        Awaitility.await().atMost(LONG).until(() -> node.store().failures() > 2);
        assertProblem("store (postgresql): no answer in time");
        assertThat(node.registry().known()).isFalse();

        way.silent(false);
        Awaitility.await().atMost(LONG).until(() -> node.registry().known());
        awaitReached();
    }

    @Test
    void aNodeStopsInTimeThoughItIsSilent() throws Exception {
        node = open(() -> PASSWORD);
        awaitReached();
        way.silent(true);
        for (int i = 0; i < 30; i++) {
            var unusedChange = node.registry().apply(List.of(policy("p" + i, "{}")), Set.of());
            var unusedRevisions = node.registry().revisions("p");
            var unusedRuling = node.approvals().put(ask());
        }

        assertThat(Samples.timed(node::close)).isLessThan(Duration.ofSeconds(25));
    }

    @Test
    void aPasswordThatIsNotTakenIsToldAndTriedAgain() throws Exception {
        String[] password = {OTHER};
        node = open(() -> password[0]);
        Awaitility.await().atMost(LONG).until(() -> node.store().failures() > 2);
        assertProblem(REFUSED);

        server.run("ALTER ROLE turnpike PASSWORD '" + OTHER + "'");
        awaitReached();
        reserve(node.ledger(), charge(PER_HOUR, 100, 1));

        server.run("ALTER ROLE turnpike PASSWORD '" + PASSWORD + "'");
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'turnpike'");
        Awaitility.await().atMost(LONG).until(() -> node.store().problem().equals(REFUSED));
        assertUnavailable(node.registry().apply(List.of(policy("p", "{}")), Set.of()));
        assertThat(Samples.timed(this::spendOften)).isLessThan(Duration.ofSeconds(1));

        password[0] = PASSWORD;
        awaitReached();
        assertThat(errors()).hasSizeBetween(2, 4);
    }

    @Test
    void aPasswordThatIsNotTakenIsNotTriedAllTheTime() {
        node = open(() -> OTHER + "-no-more");

        Awaitility.await().atMost(LONG).until(() -> node.store().failures() > 20);

        assertThat(way.connections()).isBetween(1, 8);
        assertProblem(REFUSED);
    }

    @Test
    void aPasswordThatIsNotThereIsTold() {
        node = open(() -> {
            throw new StateUnavailableException("`file:/run/secrets/x` is no file");
        });

        Awaitility.await().atMost(LONG).until(() -> node.store().failures() > 1);
        assertProblem("store (postgresql): `file:/run/secrets/x` is no file");
    }

    private StoredClusterState open(Supplier<String> password) {
        MovingClock clock = new MovingClock("2026-01-01T00:00:30Z");
        MemoryClusterState memory = new MemoryClusterState(clock);
        String address = "jdbc:postgresql://127.0.0.1:" + way.port() + "/" + database;
        return StoredClusterState.open(
                memory, memory, JdbcStore.open(StoreSettings.of(address, "turnpike", password)), clock);
    }

    private void awaitReached() {
        Awaitility.await().atMost(LONG).until(() -> node.store().available());
    }

    private void spendOften() {
        try {
            for (int i = 0; i < 100; i++) {
                reserve(node.ledger(), charge(PER_HOUR, 1_000, 1));
            }
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static Motion ask() {
        return new Motion.Ask(Questions.question("alice", "f", Questions.ONCE), "a1", "asker");
    }

    private static void assertUnavailable(CompletionStage<?> stage) {
        assertThatThrownBy(() -> Spends.await(stage)).hasCauseInstanceOf(StateUnavailableException.class);
    }

    /** That it is the problem, and no secret in what people read. */
    private void assertProblem(String problem) {
        assertThat(node.store().problem()).isEqualTo(problem);
        assertThat(log.list)
                .allSatisfy(line -> assertThat(line.getFormattedMessage()
                                + (line.getThrowableProxy() == null
                                        ? ""
                                        : ThrowableProxyUtil.asString(line.getThrowableProxy())))
                        .doesNotContain(PASSWORD, OTHER));
    }

    /** Lines of the log that somebody is woken up by. */
    private List<String> errors() {
        return log.list.stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
