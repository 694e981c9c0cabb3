package dev.turnpike.clusterstate.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What policies said that are in force no more: they can be put back for a while, then it is forgotten. Since when they are
 * not in force is noted by whoever looks, so that it does not matter which release removed them.
 */
final class RemovedPolicies {
    /** How long their revisions are kept. */
    static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(90);

    /** How many policies, with all their revisions, are forgotten at once. */
    static final int AT_ONCE = 10;

    private static final String IN_FORCE =
            "EXISTS (SELECT 1 FROM resource WHERE resource.kind = 'POLICY' AND resource.name = ";

    private RemovedPolicies() {}

    /** By the database's clock: that of a node which is far behind would make it forget too early. */
    static void note(Session session) throws SQLException {
        try (PreparedStatement statement =
                session.prepare("DELETE FROM removed_policy WHERE " + IN_FORCE + "removed_policy.name)")) {
            statement.executeUpdate();
        }
        try (PreparedStatement statement = session.prepare("INSERT INTO removed_policy (name, removed_ms)"
                + " SELECT DISTINCT policy_revision.name, CAST(? AS bigint) FROM policy_revision WHERE NOT " + IN_FORCE
                + "policy_revision.name) AND NOT EXISTS"
                + " (SELECT 1 FROM removed_policy WHERE removed_policy.name = policy_revision.name)")) {
            statement.setLong(1, session.notAheadOf(Long.MAX_VALUE));
            statement.executeUpdate();
        }
    }

    /** Forgets some whose time is over; answers with whether there may be more. */
    static boolean forget(Session session, long nowMillis) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = session.prepare("SELECT name FROM removed_policy WHERE removed_ms <= ?"
                + " ORDER BY name FETCH FIRST " + AT_ONCE + " ROWS ONLY")) {
            statement.setLong(1, nowMillis - KEPT_MILLIS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        session.forEach(
                names,
                "DELETE FROM policy_revision WHERE name = ? AND NOT " + IN_FORCE + "policy_revision.name)",
                (statement, name) -> statement.setString(1, name));
        session.forEach(
                names, "DELETE FROM removed_policy WHERE name = ?", (statement, name) -> statement.setString(1, name));
        return names.size() == AT_ONCE;
    }
}
