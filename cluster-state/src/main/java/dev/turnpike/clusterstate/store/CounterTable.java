package dev.turnpike.clusterstate.store;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Tally;
import dev.turnpike.clusterstate.store.Dialect.Column;
import dev.turnpike.clusterstate.store.Dialect.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The counters of owners in two tables: those of the owner itself in a row, and those of each session in another one. */
final class CounterTable {
    private static final List<Column> VALUES =
            List.of(new Column("latest_ms", "bigint"), new Column("end_ms", "bigint"), new Column("body", "text"));
    private static final Table OWNERS = new Table(
            "counter", List.of(new Column("owner_kind", "varchar"), new Column("owner_id", "varchar")), VALUES);
    private static final Table SESSIONS = new Table(
            "session_counter",
            List.of(
                    new Column("owner_kind", "varchar"),
                    new Column("owner_id", "varchar"),
                    new Column("session", "varchar")),
            VALUES);
    private static final String NEWER = "old.latest_ms <= new.latest_ms";

    /** Which row, of the owner itself where {@code session} is empty. */
    private record Key(CounterOwner owner, String session) {
        /** The same everywhere, so that nodes do not wait for each other in a circle. */
        static final Comparator<Key> ORDER = Comparator.<Key, CounterOwner.Kind>comparing(key -> key.owner.kind())
                .thenComparing(key -> key.owner.id())
                .thenComparing(Key::session);
    }

    private record Row(Key key, OwnerCounters counters) {}

    private CounterTable() {}

    static void put(Session session, Map<CounterOwner, OwnerCounters> counters) throws SQLException {
        List<Row> owners = new ArrayList<>();
        List<Row> sessions = new ArrayList<>();
        counters.forEach((owner, some) -> some.tallies().stream()
                .collect(groupingBy(tally -> tally.counter().session()))
                .forEach((name, tallies) -> (name.isEmpty() ? owners : sessions)
                        .add(new Row(new Key(owner, name), OwnerCounters.of(some.latestMillis(), tallies)))));
        put(session, OWNERS, owners);
        put(session, SESSIONS, sessions);
    }

    /** All in the row of the owner, as earlier releases do. */
    static void putForOlder(Session session, Map<CounterOwner, OwnerCounters> counters) throws SQLException {
        List<Row> owners = new ArrayList<>();
        counters.forEach((owner, all) -> owners.add(new Row(new Key(owner, ""), all)));
        put(session, OWNERS, owners);
    }

    private static void put(Session session, Table table, List<Row> rows) throws SQLException {
        rows.sort(Comparator.comparing(Row::key, Key.ORDER));
        session.forEach(rows, session.dialect().upsert(table, NEWER), (statement, row) -> {
            int place = bind(statement, table, row.key);
            statement.setLong(place++, row.counters.latestMillis());
            statement.setLong(place++, row.counters.endMillis());
            statement.setString(place, CounterBody.write(row.counters));
        });
    }

    static Map<CounterOwner, OwnerCounters> all(Session session, long nowMillis) throws SQLException {
        Map<CounterOwner, List<OwnerCounters>> parts = new HashMap<>();
        for (Table table : List.of(OWNERS, SESSIONS)) {
            try (PreparedStatement statement = session.prepare(
                    "SELECT " + columns(table) + ", latest_ms, body FROM " + table.name() + " WHERE end_ms > ?")) {
                statement.setLong(1, nowMillis);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        parts.computeIfAbsent(key(rows, table).owner, first -> new ArrayList<>())
                                .add(CounterBody.read(rows.getLong("latest_ms"), rows.getString("body")));
                    }
                }
            }
        }
        Map<CounterOwner, OwnerCounters> counters = new HashMap<>();
        parts.forEach((owner, some) -> counters.put(owner, joined(some)));
        return counters;
    }

    /**
     * Of a counter that is in several, that of the latest. Of two of the same time, that which holds more: time may stand
     * still for seconds, while a member counts whose clock is behind.
     */
    static OwnerCounters joined(List<OwnerCounters> parts) {
        Map<Counter, Dated> newest = new HashMap<>();
        for (OwnerCounters part : parts) {
            for (Tally tally : part.tallies()) {
                newest.merge(tally.counter(), new Dated(part.latestMillis(), tally), Dated::newer);
            }
        }
        return OwnerCounters.of(
                parts.stream().mapToLong(OwnerCounters::latestMillis).max().orElseThrow(),
                newest.values().stream().map(Dated::tally).toList());
    }

    private record Dated(long millis, Tally tally) {
        Dated newer(Dated other) {
            return Comparator.comparingLong(Dated::millis)
                                    .thenComparingLong(Dated::heldMicros)
                                    .compare(this, other)
                            < 0
                    ? other
                    : this;
        }

        private long heldMicros() {
            return tally.heldMicros(millis);
        }
    }

    /** Forgets some whose windows have ended; answers with whether there may be more. */
    static boolean forget(Session session, long nowMillis) throws SQLException {
        boolean more = forget(session, OWNERS, nowMillis);
        return forget(session, SESSIONS, nowMillis) || more;
    }

    private static boolean forget(Session session, Table table, long nowMillis) throws SQLException {
        List<Key> ended = new ArrayList<>();
        try (PreparedStatement statement = session.prepare("SELECT " + columns(table) + " FROM " + table.name()
                + " WHERE end_ms <= ? FETCH FIRST " + Session.ROWS + " ROWS ONLY")) {
            statement.setLong(1, nowMillis);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ended.add(key(rows, table));
                }
            }
        }
        ended.sort(Key.ORDER);
        String places = String.join(
                " AND ",
                table.key().stream().map(column -> column.name() + " = ?").toList());
        session.forEach(
                ended, "DELETE FROM " + table.name() + " WHERE " + places + " AND end_ms <= ?", (statement, key) -> {
                    int place = bind(statement, table, key);
                    statement.setLong(place, nowMillis);
                });
        return ended.size() == Session.ROWS;
    }

    private static String columns(Table table) {
        return String.join(", ", table.key().stream().map(Column::name).toList());
    }

    /** Answers with the place of the next parameter. */
    private static int bind(PreparedStatement statement, Table table, Key key) throws SQLException {
        statement.setString(1, key.owner.kind().name());
        statement.setString(2, key.owner.id());
        if (table.equals(SESSIONS)) {
            statement.setString(3, key.session);
        }
        return table.key().size() + 1;
    }

    private static Key key(ResultSet rows, Table table) throws SQLException {
        CounterOwner owner = new CounterOwner(CounterOwner.Kind.valueOf(rows.getString(1)), rows.getString(2));
        return new Key(owner, table.equals(SESSIONS) ? requireNonNull(rows.getString(3)) : "");
    }
}
