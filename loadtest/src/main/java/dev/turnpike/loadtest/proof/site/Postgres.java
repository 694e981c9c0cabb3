package dev.turnpike.loadtest.proof.site;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server on a port of the loopback interface, which can be killed and started again on what it wrote. */
public final class Postgres implements AutoCloseable {
    /** Who signs in at it. */
    public static final String USER = "turnpike";

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofSeconds(20);

    private final Path directory;
    private final Path log;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    private Postgres(Path directory, Path log, int port) {
        this.directory = directory;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts one with an empty database.
     *
     * @param directory that is made for its data
     * @param log of what it prints
     */
    public static Postgres start(Path directory, Path log) {
        // It is told to stop after it was killed, and would print that it cannot.
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.OFF);
        Postgres started = new Postgres(directory, log, Loopback.freePorts(1).get(0));
        started.start();
        started.run("CREATE ROLE " + USER + " LOGIN");
        started.run("CREATE DATABASE " + USER + " OWNER " + USER);
        return started;
    }

    /** Starts it again, and returns when it takes questions. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // By itself the library lets the server acknowledge what it did not write yet. That it need not
                    // reach the disk is as good here: processes die, and not the machine.
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(START)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new ProofException("PostgreSQL does not start; its log is " + log, e);
        }
    }

    /** Ends it on the spot (SIGKILL). */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        postmaster.destroyForcibly();
        Patience.until("PostgreSQL has ended", END, () -> !postmaster.isAlive());
        close();
    }

    /** What nodes call it. */
    public String address() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + USER;
    }

    /** Stops it, if it runs. */
    @Override
    public void close() {
        EmbeddedPostgres stopping = server;
        server = null;
        if (stopping != null) {
            try {
                stopping.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private ProcessHandle postmaster() {
        Path file = directory.resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid).orElseThrow(() -> new ProofException("PostgreSQL ended by itself"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection =
                        requireNonNull(server).getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new ProofException("PostgreSQL refuses `" + sql + "`", e);
        }
    }
}
