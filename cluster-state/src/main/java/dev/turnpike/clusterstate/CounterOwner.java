package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose counters: all counters of one owner live in one entry and are spent together in one atomic step. The counters
 * of a grant's sessions belong to the grant.
 *
 * @param kind what owns the counters
 * @param id the grant's or the server's name; empty for the cluster
 */
public record CounterOwner(Kind kind, String id) {
    /** The kinds of owner, one for each place a limit's scope can lead to. */
    public enum Kind {
        GRANT,
        SERVER,
        CLUSTER
    }

    public CounterOwner {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
    }

    // By hand, since every spend is looked up by it several times, and what a record has of itself takes longer.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof CounterOwner that && kind == that.kind && id.equals(that.id));
    }

    @Override
    public int hashCode() {
        return kind.hashCode() ^ id.hashCode();
    }

    /** As people read it: {@code grant:NAME}, {@code server:NAME} or {@code cluster}. */
    public String text() {
        String text = kind.name().toLowerCase(Locale.ROOT);
        return id.isEmpty() ? text : text + ":" + id;
    }

    public static CounterOwner grant(String name) {
        return new CounterOwner(Kind.GRANT, name);
    }

    public static CounterOwner server(String name) {
        return new CounterOwner(Kind.SERVER, name);
    }

    public static CounterOwner cluster() {
        return new CounterOwner(Kind.CLUSTER, "");
    }
}
