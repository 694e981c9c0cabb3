package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.StateUnavailableException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** What a database's failure is to others; messages tell neither addresses nor values. */
final class Failures {
    private static final int H2_IN_USE = 90020;
    private static final int H2_CONCURRENT_UPDATE = 90131;
    private static final String UNIQUE = "23505";
    private static final Set<String> TIMES_OUT = Set.of("57014", "HYT00");

    private Failures() {}

    /** Whether the same may work the next time: somebody else was at the same rows, and nothing of it happened. */
    static boolean isContention(SQLException failure) {
        for (Throwable some = failure; some != null; some = next(some)) {
            if (some instanceof SQLException sql
                    && (state(sql).startsWith("40")
                            || state(sql).equals(UNIQUE)
                            || sql.getErrorCode() == H2_CONCURRENT_UPDATE)) {
                return true;
            }
        }
        return false;
    }

    static StateUnavailableException unavailable(String kind, Throwable failure) {
        return new StateUnavailableException("store (" + kind + "): " + reason(failure), failure);
    }

    /** A few words for operators. */
    static String reason(Throwable failure) {
        String state = "";
        boolean late = false;
        for (Throwable some = failure; some != null; some = next(some)) {
            if (some instanceof StateUnavailableException told) { // what it takes to ask was not there
                return String.valueOf(told.getMessage());
            }
            late |= some instanceof SocketTimeoutException || some instanceof SQLTransientConnectionException;
            if (some instanceof SQLException sql) {
                if (sql.getErrorCode() == H2_IN_USE) {
                    return "another process has the file open (expected: one node for each file; nodes that share a"
                            + " store need PostgreSQL)";
                }
                state = state(sql).isEmpty() ? state : state(sql);
                if (some instanceof SQLTimeoutException || TIMES_OUT.contains(state(sql))) {
                    return "no answer in time";
                }
            }
        }
        if (state.isEmpty() && failure instanceof FlywayException) {
            return "its tables are not as expected (expected: a database or a schema that is Turnpike's alone)";
        }
        // A pool that has waited in vain tells why, if it knows: then that is the reason.
        if (late && (state.isEmpty() || state.startsWith("08"))) {
            return "no answer in time";
        }
        return state.isEmpty() ? "cannot be reached" : reason(state);
    }

    private static String reason(String state) {
        String known = switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "57" -> "cannot be reached";
            case "28" -> "refuses the user or the password";
            case "3D" -> "there is no such database";
            case "3F" -> "there is no such schema";
            case "53" -> "is out of resources";
            case "25" -> "takes no writes";
            case "90" -> "the file cannot be used";
            case "42" -> state.equals("42501") ? "the user lacks rights" : "its tables are not as expected";
            default -> "failed";
        };
        return known + " (SQLSTATE " + state + ")";
    }

    private static String state(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static @Nullable Throwable next(Throwable some) {
        return some instanceof SQLException sql && sql.getNextException() != null
                ? sql.getNextException()
                : some.getCause();
    }
}
