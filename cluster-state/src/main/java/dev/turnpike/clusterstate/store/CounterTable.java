package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.store.Dialect.Column;
import dev.turnpike.clusterstate.store.Dialect.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of owners in a table. */
final class CounterTable {
    private static final Table COUNTERS = new Table(
            "counter",
            List.of(new Column("owner_kind", "varchar"), new Column("owner_id", "varchar")),
            List.of(new Column("latest_ms", "bigint"), new Column("end_ms", "bigint"), new Column("body", "text")));

    private CounterTable() {}

    static void put(Session session, Map<CounterOwner, OwnerCounters> counters) throws SQLException {
        // In one order everywhere, so that nodes do not wait for each other in a circle.
        List<Map.Entry<CounterOwner, OwnerCounters>> ordered = counters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(CounterOwner::kind).thenComparing(CounterOwner::id)))
                .toList();
        String upsert = session.dialect().upsert(COUNTERS, "old.latest_ms <= new.latest_ms");
        session.forEach(ordered, upsert, (statement, entry) -> {
            statement.setString(1, entry.getKey().kind().name());
            statement.setString(2, entry.getKey().id());
            statement.setLong(3, entry.getValue().latestMillis());
            statement.setLong(4, entry.getValue().endMillis());
            statement.setString(5, CounterBody.write(entry.getValue()));
        });
    }

    static Map<CounterOwner, OwnerCounters> all(Session session, long nowMillis) throws SQLException {
        try (PreparedStatement statement =
                session.prepare("SELECT owner_kind, owner_id, latest_ms, body FROM counter WHERE end_ms > ?")) {
            statement.setLong(1, nowMillis);
            try (ResultSet rows = statement.executeQuery()) {
                Map<CounterOwner, OwnerCounters> counters = new HashMap<>();
                while (rows.next()) {
                    CounterOwner owner =
                            new CounterOwner(CounterOwner.Kind.valueOf(rows.getString(1)), rows.getString(2));
                    counters.put(owner, CounterBody.read(rows.getLong(3), rows.getString(4)));
                }
                return counters;
            }
        }
    }

    static void forget(Session session, long nowMillis) throws SQLException {
        try (PreparedStatement statement = session.prepare("DELETE FROM counter WHERE end_ms <= ?")) {
            statement.setLong(1, nowMillis);
            statement.executeUpdate();
        }
    }
}
