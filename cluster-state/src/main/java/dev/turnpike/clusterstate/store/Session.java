package dev.turnpike.clusterstate.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** One transaction. */
final class Session {
    /** How many rows travel at a time. */
    static final int ROWS = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private final int timeoutSeconds;

    Session(Connection connection, Dialect dialect, int timeoutSeconds) {
        this.connection = connection;
        this.dialect = dialect;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Work within a transaction. */
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Work within a transaction that answers nothing. */
    interface Change {
        void in(Session session) throws SQLException;
    }

    /** Sets the parameters of a statement for one row. */
    interface Binder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A statement that ends when its time is over. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(timeoutSeconds);
        statement.setFetchSize(ROWS);
        return statement;
    }

    /** That time, or the database's if that is earlier: a node whose clock is ahead must not end what others count. */
    long notAheadOf(long nowMillis) throws SQLException {
        try (PreparedStatement statement = prepare("SELECT CURRENT_TIMESTAMP");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return Math.min(nowMillis, row.getTimestamp(1).getTime());
        }
    }

    /** Runs a statement once for each row, in their order. */
    <T> void forEach(Iterable<T> rows, String sql, Binder<T> binder) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            int waiting = 0;
            for (T row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
                if (++waiting == ROWS) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }
}
