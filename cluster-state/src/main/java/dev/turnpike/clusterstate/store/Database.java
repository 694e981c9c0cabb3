package dev.turnpike.clusterstate.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.store.Session.Change;
import dev.turnpike.clusterstate.store.Session.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to one database, whose tables are there when they are needed. Thread-safe. */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long CONNECTION_MILLIS = 2_500;
    private static final int MOST_TRIES = 5;

    private final Dialect dialect;
    private final int timeoutSeconds;
    private final DataSource source;
    private final HikariDataSource pool;
    private final ReentrantLock migrating = new ReentrantLock();
    /** A file stays locked, and need not be opened anew, as long as there is a connection. */
    private final @Nullable Connection anchor;

    private volatile boolean migrated;

    private Database(Dialect dialect, StoreSettings settings) {
        this.dialect = dialect;
        this.timeoutSeconds = settings.queryTimeoutSeconds();
        this.source = dialect.dataSource();
        this.anchor = dialect.isOpenedAtOnce() ? connect() : null;
        this.pool = pool(source, settings.poolSize());
    }

    /** Opens it; a database that others reach, too, is asked when it is first needed. */
    static Database open(Dialect dialect, StoreSettings settings) {
        Database database = new Database(dialect, settings);
        try {
            if (dialect.isOpenedAtOnce()) {
                database.migrate();
            }
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
        return database;
    }

    String kind() {
        return dialect.kind();
    }

    /**
     * What is read in one transaction.
     *
     * @throws StateUnavailableException also if a later release, or somebody else, wrote what this one cannot read
     */
    <T> T read(Work<T> work) {
        try {
            return run(work, /* writes= */ false);
        } catch (IllegalArgumentException unreadable) {
            throw new StateUnavailableException(
                    "store (" + kind() + "): holds something that this release cannot read", unreadable);
        }
    }

    /** Does it in one transaction, as often as others come in between; it is durable afterwards. */
    <T> T write(Work<T> work) {
        return run(work, /* writes= */ true);
    }

    /** As {@link #write}, without an answer. */
    void change(Change change) {
        boolean unused = write(session -> {
            change.in(session);
            return true;
        });
    }

    @Override
    public void close() {
        pool.close();
        release();
    }

    private <T> T run(Work<T> work, boolean writes) {
        if (!migrated) {
            migrate();
        }
        for (int tries = 1; ; tries++) {
            try (Connection connection = pool.getConnection()) {
                return once(connection, work, writes);
            } catch (SQLException failure) {
                if (tries == MOST_TRIES || !Failures.isContention(failure)) {
                    throw Failures.unavailable(kind(), failure);
                }
            }
        }
    }

    /** The pool rolls back what was not committed. */
    private <T> T once(Connection connection, Work<T> work, boolean writes) throws SQLException {
        T result = work.in(new Session(connection, dialect, timeoutSeconds));
        connection.commit();
        if (writes) {
            dialect.harden(connection);
        }
        return result;
    }

    /** Creates the tables, or brings them up to date; a lock in the database makes nodes wait for each other. */
    private void migrate() {
        try {
            if (!migrating.tryLock(CONNECTION_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new StateUnavailableException("store (" + kind() + "): not ready yet");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("store (" + kind() + "): interrupted", interrupted);
        }
        try {
            if (!migrated) {
                connect().close(); // Flyway does not tell why it has no connection.
                Flyway.configure(Database.class.getClassLoader())
                        .dataSource(source)
                        .locations("classpath:dev/turnpike/clusterstate/store/migration")
                        .table("turnpike_schema_history")
                        .loggers("slf4j")
                        .cleanDisabled(true)
                        .outOfOrder(false)
                        .placeholderReplacement(false)
                        .failOnMissingLocations(true)
                        .lockRetryCount(3)
                        // Newer releases have newer tables, and upgrades roll.
                        .ignoreMigrationPatterns("*:future")
                        .load()
                        .migrate();
                migrated = true;
            }
        } catch (FlywayException | SQLException failure) {
            throw Failures.unavailable(kind(), failure);
        } finally {
            migrating.unlock();
        }
    }

    private Connection connect() {
        try {
            return source.getConnection();
        } catch (SQLException failure) {
            throw Failures.unavailable(kind(), failure);
        }
    }

    private void release() {
        try {
            if (anchor != null) {
                anchor.close();
            }
        } catch (SQLException failure) {
            LOG.warn("the store's file was not closed well: {}", Failures.reason(failure));
        }
    }

    private static HikariDataSource pool(DataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
