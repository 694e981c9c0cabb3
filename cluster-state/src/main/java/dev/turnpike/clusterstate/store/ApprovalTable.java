package dev.turnpike.clusterstate.store;

import static java.util.Objects.requireNonNull;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.store.Dialect.Column;
import dev.turnpike.clusterstate.store.Dialect.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Approvals in a table. */
final class ApprovalTable {
    private static final Table APPROVALS = new Table(
            "approval",
            List.of(new Column("id", "varchar")),
            List.of(
                    new Column("version", "integer"),
                    new Column("last_step", "varchar"),
                    new Column("noted", "integer"),
                    new Column("requested_ms", "bigint"),
                    new Column("expires_ms", "bigint"),
                    new Column("forget_ms", "bigint"),
                    new Column("arguments", "text"),
                    new Column("body", "text")));

    private ApprovalTable() {}

    /** Answers with those that were not stored, because another history of them is. */
    static Set<String> put(Session session, Collection<Approval> approvals) throws SQLException {
        // In one order everywhere, so that nodes do not wait for each other in a circle; each once.
        Map<String, Approval> newest = new TreeMap<>();
        Set<String> strange = new HashSet<>();
        for (Approval approval : approvals) {
            Approval other = newest.get(approval.id());
            if (other == null || Lineage.holds(approval, other)) {
                newest.put(approval.id(), approval);
            } else if (!Lineage.holds(other, approval)) {
                strange.add(approval.id());
            }
        }
        for (Stored stored : stored(session, newest.keySet())) {
            Approval approval = requireNonNull(newest.get(stored.id()));
            if (Lineage.holds(approval, stored.version(), stored.lastStep())) {
                if (stored.version() == version(approval) && stored.noted() > approval.noted()) {
                    newest.remove(stored.id());
                }
            } else {
                newest.remove(stored.id());
                if (!Lineage.holds(ApprovalBody.read(stored.id(), stored.body(), stored.arguments()), approval)) {
                    strange.add(stored.id());
                }
            }
        }
        // Somebody may have inserted one meanwhile: that is found out by the next who writes it.
        String guard = "(old.version < new.version OR (old.version = new.version AND old.last_step = new.last_step))";
        session.forEach(newest.values(), session.dialect().upsert(APPROVALS, guard), (statement, approval) -> {
            statement.setString(1, approval.id());
            statement.setInt(2, version(approval));
            statement.setString(3, Lineage.mark(Lineage.last(approval)));
            statement.setInt(4, approval.noted());
            statement.setLong(5, approval.requestedMillis());
            statement.setLong(6, approval.expiresMillis());
            statement.setLong(7, forgetMillis(approval));
            statement.setString(8, ApprovalBody.writeArguments(approval));
            statement.setString(9, ApprovalBody.write(approval));
        });
        return strange;
    }

    private record Stored(
            String id,
            int version,
            String lastStep,
            int noted,
            String body,
            @Nullable String arguments) {}

    /** As they are, and locked until the end of the transaction. */
    private static List<Stored> stored(Session session, Collection<String> ids) throws SQLException {
        List<Stored> found = new ArrayList<>();
        if (ids.isEmpty()) {
            return found;
        }
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        try (PreparedStatement statement = session.prepare("SELECT id, version, last_step, noted, body, arguments"
                + " FROM approval WHERE id IN (" + places + ") ORDER BY id FOR UPDATE")) {
            int place = 1;
            for (String id : ids) {
                statement.setString(place++, id);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Stored(
                            rows.getString(1),
                            rows.getInt(2),
                            rows.getString(3),
                            rows.getInt(4),
                            rows.getString(5),
                            rows.getString(6)));
                }
            }
        }
        return found;
    }

    static List<Approval> all(Session session) throws SQLException {
        try (PreparedStatement statement =
                        session.prepare("SELECT id, body, arguments FROM approval ORDER BY requested_ms, id");
                ResultSet rows = statement.executeQuery()) {
            List<Approval> approvals = new ArrayList<>();
            while (rows.next()) {
                approvals.add(ApprovalBody.read(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return approvals;
        }
    }

    static void forget(Session session, long nowMillis) throws SQLException {
        try (PreparedStatement statement = session.prepare("DELETE FROM approval WHERE forget_ms <= ?")) {
            statement.setLong(1, nowMillis);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = session.prepare(
                "UPDATE approval SET arguments = NULL WHERE expires_ms <= ? AND arguments IS NOT NULL")) {
            statement.setLong(1, nowMillis);
            statement.executeUpdate();
        }
    }

    /** When a {@link Docket} forgets it; that of an open one could still have to be recorded then. */
    private static long forgetMillis(Approval approval) {
        boolean unsettled = approval.state().isOpen() || !approval.unnoted().isEmpty();
        return approval.expiresMillis() + (unsettled ? Docket.UNNOTED_MILLIS : Docket.REMEMBERED_MILLIS);
    }

    private static int version(Approval approval) {
        return Lineage.last(approval).number();
    }
}
