package dev.turnpike.clusterstate.store;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Durable copies of what the nodes share, in a database that all of them reach. Thread-safe. Methods block while the
 * database works, for seconds at worst; what they write is durable when they return, and every one fails with
 * {@link StateUnavailableException} if the database cannot be reached, or does not answer in time: then nobody knows
 * whether it was written, and writing the same again is harmless.
 */
public interface Store extends AutoCloseable {
    /** What the database is, for people and metrics: {@code h2} or {@code postgresql}. */
    String kind();

    /** The revision of the stored registry; 0 if none was ever stored. */
    long registryRevision();

    /** The stored registry, read in one transaction. */
    Snapshot registry();

    /**
     * Stores in one transaction what distinguishes {@code after} from {@code before}, if the stored registry has the
     * revision of {@code before}. Policies keep their earlier revisions.
     *
     * @return whether it was stored; if not, somebody else was faster
     */
    boolean advance(Snapshot before, Snapshot after);

    /**
     * A policy's stored revisions, the newest first, as many as are kept; the first is the one in force, unless the
     * policy was removed. They are kept for some months then.
     */
    List<Resource> revisions(String policy);

    /**
     * Stores approvals as they are now, but for those that are stored with a later step.
     *
     * @return the ids of those of which another history is stored: that one stands, and what is new in this one must not
     *     be acted upon
     */
    Set<String> putApprovals(Collection<Approval> approvals);

    /** All stored approvals that are not forgotten, the oldest first. */
    List<Approval> approvals();

    /**
     * Stores the counters of some owners, but for those that are stored with a later time. Counters of an owner's sessions
     * that are not among them stay as they are, until their windows have ended.
     */
    void putCounters(Map<CounterOwner, OwnerCounters> counters);

    /**
     * The same for all counters of some owners, in the form that earlier releases read, too: they find those of sessions
     * nowhere but in the row of their owner.
     */
    void putCountersForOlder(Map<CounterOwner, OwnerCounters> counters);

    /** The stored counters whose windows have not all ended at {@code nowMillis}, and by the database's own clock. */
    Map<CounterOwner, OwnerCounters> counters(long nowMillis);

    /**
     * Deletes what has no use any more at {@code nowMillis}, and by the database's own clock: counters whose windows have
     * ended, the arguments of approvals whose time is over, approvals that nobody remembers, and what policies said that
     * were removed long ago. If there is very much of it, some is left for the next time.
     */
    void forget(long nowMillis);

    @Override
    void close();
}
