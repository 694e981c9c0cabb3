package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The registry and the revisions of policies, in tables. */
final class RegistryTables {
    /** How many revisions of a policy are kept. */
    static final int MOST_REVISIONS = Registry.MOST_REVISIONS;

    private RegistryTables() {}

    static long revision(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare("SELECT revision FROM registry_head");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** One statement, so that all of it is of one moment. */
    static Snapshot snapshot(Session session) throws SQLException {
        try (PreparedStatement statement =
                        session.prepare("SELECT head.revision, kind, name, body, resource.revision, origin"
                                + " FROM registry_head AS head LEFT JOIN resource ON 1 = 1");
                ResultSet rows = statement.executeQuery()) {
            long revision = 0;
            Map<Resource.Id, Resource> resources = new HashMap<>();
            while (rows.next()) {
                revision = rows.getLong(1);
                if (rows.getString(2) != null) {
                    Resource resource = resource(rows, Resource.Kind.valueOf(rows.getString(2)), 3);
                    resources.put(resource.id(), resource);
                }
            }
            return new Snapshot(revision, resources);
        }
    }

    static boolean advance(Session session, Snapshot before, Snapshot after) throws SQLException {
        try (PreparedStatement statement =
                session.prepare("UPDATE registry_head SET revision = ? WHERE revision = ?")) {
            statement.setLong(1, after.revision());
            statement.setLong(2, before.revision());
            if (statement.executeUpdate() == 0) {
                return false;
            }
        }
        List<Resource> changed = after.resources().values().stream()
                .filter(resource -> !resource.equals(before.resources().get(resource.id())))
                .toList();
        Stream<Resource.Id> removed = before.resources().keySet().stream()
                .filter(id -> !after.resources().containsKey(id));
        session.forEach(
                Stream.concat(removed, changed.stream().map(Resource::id)).toList(),
                "DELETE FROM resource WHERE kind = ? AND name = ?",
                RegistryTables::bindId);
        session.forEach(
                changed,
                "INSERT INTO resource (kind, name, revision, origin, body) VALUES (?, ?, ?, ?, ?)",
                (statement, resource) -> {
                    bindId(statement, resource.id());
                    statement.setLong(3, resource.revision());
                    statement.setString(4, resource.origin().name());
                    statement.setString(5, resource.json());
                });
        keep(
                session,
                changed.stream()
                        .filter(resource -> resource.kind() == Resource.Kind.POLICY)
                        .toList());
        return true;
    }

    static List<Resource> revisions(Session session, String policy) throws SQLException {
        try (PreparedStatement statement = session.prepare("SELECT name, body, revision, origin FROM policy_revision"
                + " WHERE name = ? ORDER BY revision DESC")) {
            statement.setString(1, policy);
            try (ResultSet rows = statement.executeQuery()) {
                List<Resource> revisions = new ArrayList<>();
                while (rows.next()) {
                    revisions.add(resource(rows, Resource.Kind.POLICY, 1));
                }
                return revisions;
            }
        }
    }

    private static void keep(Session session, List<Resource> policies) throws SQLException {
        // A document may change hands without getting another revision.
        session.forEach(
                policies, "DELETE FROM policy_revision WHERE name = ? AND revision = ?", (statement, policy) -> {
                    statement.setString(1, policy.name());
                    statement.setLong(2, policy.revision());
                });
        session.forEach(
                policies,
                "INSERT INTO policy_revision (name, revision, origin, body) VALUES (?, ?, ?, ?)",
                (statement, policy) -> {
                    statement.setString(1, policy.name());
                    statement.setLong(2, policy.revision());
                    statement.setString(3, policy.origin().name());
                    statement.setString(4, policy.json());
                });
        session.forEach(
                policies,
                "DELETE FROM policy_revision WHERE name = ? AND revision < (SELECT MIN(revision) FROM (SELECT revision"
                        + " FROM policy_revision WHERE name = ? ORDER BY revision DESC FETCH FIRST "
                        + MOST_REVISIONS + " ROWS ONLY) AS newest)",
                (statement, policy) -> {
                    statement.setString(1, policy.name());
                    statement.setString(2, policy.name());
                });
    }

    private static void bindId(PreparedStatement statement, Resource.Id id) throws SQLException {
        statement.setString(1, id.kind().name());
        statement.setString(2, id.name());
    }

    /** The columns name, body, revision and origin, from that place on. */
    private static Resource resource(ResultSet rows, Resource.Kind kind, int from) throws SQLException {
        return new Resource(
                kind,
                rows.getString(from),
                rows.getString(from + 1),
                rows.getLong(from + 2),
                Resource.Origin.valueOf(rows.getString(from + 3)));
    }
}
