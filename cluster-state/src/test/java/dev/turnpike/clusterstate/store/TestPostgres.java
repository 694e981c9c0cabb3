package dev.turnpike.clusterstate.store;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of the tests' own, on a port that it keeps when it is stopped and started. */
final class TestPostgres implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path directory;
    private @Nullable EmbeddedPostgres server;
    private int port;

    TestPostgres(Path directory) {
        this.directory = directory;
        start();
    }

    void start() {
        try {
            EmbeddedPostgres.Builder builder =
                    EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false);
            if (port != 0) {
                builder.setPort(port);
            }
            server = builder.start();
            port = server.getPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            requireNonNull(server).close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return port;
    }

    /** The address of a new, empty database. */
    String database() {
        String name = "store" + DATABASES.incrementAndGet();
        run("CREATE DATABASE " + name);
        return address(name);
    }

    String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Runs a statement as the one who may do everything. */
    void run(String sql) {
        runIn("postgres", sql);
    }

    void runIn(String database, String sql) {
        try (Connection connection =
                        requireNonNull(server).getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
