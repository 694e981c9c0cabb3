package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database, which nodes on many machines use together. */
final class Postgres implements Dialect {
    private static final int CONNECT_SECONDS = 2;
    private static final String CANNOT_CONNECT = "08001";

    private final String url;
    private final StoreSettings settings;

    /** @param url one that {@link Addresses} has found harmless */
    Postgres(String url, StoreSettings settings) {
        this.url = url;
        this.settings = settings;
    }

    @Override
    public String kind() {
        return "postgresql";
    }

    @Override
    public boolean isOpenedAtOnce() {
        return false;
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource source = new Signing(settings.password());
        try {
            source.setUrl(url);
            source.setUser(settings.user());
            // A statement is cancelled when its time is over; the connection ends if even that is not answered.
            source.setSocketTimeout(settings.queryTimeoutSeconds() + 1);
            source.setCancelSignalTimeout(CONNECT_SECONDS);
            source.setTcpKeepAlive(true);
            source.setReWriteBatchedInserts(true);
            // Details and the texts of batches hold values, which must not come into a log.
            source.setLogServerErrorDetail(false);
        } catch (IllegalArgumentException quotesTheAddress) {
            throw new IllegalArgumentException("store: not an address that PostgreSQL's driver takes");
        }
        if (!url.contains("connectTimeout=")) {
            source.setConnectTimeout(CONNECT_SECONDS);
        }
        if (!url.contains("ApplicationName=")) {
            source.setApplicationName("turnpike");
        }
        return source;
    }

    /** The server does that with each commit. */
    @Override
    public void harden(Connection connection) {}

    @Override
    public String upsert(Table table, String guard) {
        List<Column> columns =
                Stream.concat(table.key().stream(), table.others().stream()).toList();
        // The guard speaks of old and new rows; here the new one is called excluded.
        return "INSERT INTO " + table.name() + " AS old (" + joined(columns, Column::name) + ") VALUES ("
                + joined(columns, column -> "?") + ") ON CONFLICT (" + joined(table.key(), Column::name)
                + ") DO UPDATE SET " + joined(table.others(), column -> column.name() + " = excluded." + column.name())
                + " WHERE " + guard.replace("new.", "excluded.");
    }

    /** Signs in with the password as it is then: it may change while nodes run. */
    private static final class Signing extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private final transient Supplier<String> password;
        private final transient Refusals refusals = new Refusals(System::nanoTime);

        Signing(Supplier<String> password) {
            this.password = password;
        }

        @Override
        public Connection getConnection() throws SQLException {
            String now = told();
            refusals.check(now);
            try {
                Connection connection = getConnection(getUser(), now);
                refusals.forget();
                return connection;
            } catch (SQLException failure) {
                refusals.note(now, failure);
                throw isLate(failure)
                        ? new SQLTimeoutException("not signed in in time", failure.getSQLState(), failure)
                        : failure;
            }
        }

        private String told() throws SQLException {
            try {
                return password.get();
            } catch (StateUnavailableException unknown) {
                throw new SQLException("the password cannot be told", unknown);
            }
        }

        /** As the driver tells that the time to sign in is over, unlike all else that keeps it from connecting. */
        private static boolean isLate(SQLException failure) {
            return CANNOT_CONNECT.equals(failure.getSQLState()) && failure.getCause() == null;
        }
    }

    private static String joined(List<Column> columns, Function<Column, String> as) {
        return columns.stream().map(as).collect(Collectors.joining(", "));
    }
}
