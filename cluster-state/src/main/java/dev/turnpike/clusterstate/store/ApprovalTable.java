package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Docket;
import dev.turnpike.clusterstate.store.Dialect.Column;
import dev.turnpike.clusterstate.store.Dialect.Table;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Approvals in a table. */
final class ApprovalTable {
    private static final Table APPROVALS = new Table(
            "approval",
            List.of(new Column("id", "varchar")),
            List.of(
                    new Column("version", "integer"),
                    new Column("noted", "integer"),
                    new Column("requested_ms", "bigint"),
                    new Column("expires_ms", "bigint"),
                    new Column("forget_ms", "bigint"),
                    new Column("arguments", "text"),
                    new Column("body", "text")));

    private ApprovalTable() {}

    static void put(Session session, Collection<Approval> approvals) throws SQLException {
        // In one order everywhere, so that nodes do not wait for each other in a circle; each once.
        Map<String, Approval> newest = new TreeMap<>();
        approvals.forEach(
                approval -> newest.merge(approval.id(), approval, (a, b) -> version(b) >= version(a) ? b : a));
        String guard = "(old.version < new.version OR (old.version = new.version AND old.noted <= new.noted))";
        session.forEach(newest.values(), session.dialect().upsert(APPROVALS, guard), (statement, approval) -> {
            statement.setString(1, approval.id());
            statement.setInt(2, version(approval));
            statement.setInt(3, approval.noted());
            statement.setLong(4, approval.requestedMillis());
            statement.setLong(5, approval.expiresMillis());
            statement.setLong(6, forgetMillis(approval));
            statement.setString(7, ApprovalBody.writeArguments(approval));
            statement.setString(8, ApprovalBody.write(approval));
        });
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
        List<ApprovalStep> steps = approval.steps();
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).number();
    }
}
