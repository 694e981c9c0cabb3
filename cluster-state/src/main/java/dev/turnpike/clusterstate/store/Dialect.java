package dev.turnpike.clusterstate.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What one kind of database does in its own way. */
interface Dialect {
    /** As {@link Store#kind}. */
    String kind();

    /** Opens connections, each time a new one. */
    DataSource dataSource();

    /** Whether the database must be there when the store is opened; if not, it is first asked when it is first needed. */
    boolean isOpenedAtOnce();

    /** Makes sure that what was committed survives whatever happens to process and machine. */
    void harden(Connection connection) throws SQLException;

    /**
     * A statement with a parameter for each column that stores a row over the one with the same key, if any.
     *
     * @param guard holds for a row that may be stored over: about columns of {@code old} and {@code new}, in lower case
     */
    String upsert(Table table, String guard);

    /** A table to upsert into. */
    record Table(String name, List<Column> key, List<Column> others) {
        public Table {
            key = List.copyOf(key);
            others = List.copyOf(others);
        }
    }

    /** A column of such a table. */
    record Column(String name, String type) {}
}
