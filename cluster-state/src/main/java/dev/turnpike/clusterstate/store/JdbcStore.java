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

/** A store in a database: H2 in a file for one process, or PostgreSQL for many. */
public final class JdbcStore implements Store {
    private static final int MOST_BATCHES = 200;

    private final Database database;

    private JdbcStore(Database database) {
        this.database = database;
    }

    /**
     * Opens a store, and creates its tables or brings them up to date. PostgreSQL need not be there for that: its
     * tables are looked after when it is first used, and every method fails until it is reached.
     *
     * @throws IllegalArgumentException if the address names no database that is taken
     * @throws StateUnavailableException if a file cannot be opened, or another process has it open
     */
    public static JdbcStore open(StoreSettings settings) {
        return new JdbcStore(Database.open(Addresses.dialect(settings), settings));
    }

    @Override
    public String kind() {
        return database.kind();
    }

    @Override
    public long registryRevision() {
        return database.read(RegistryTables::revision);
    }

    @Override
    public Snapshot registry() {
        return database.read(RegistryTables::snapshot);
    }

    @Override
    public boolean advance(Snapshot before, Snapshot after) {
        return database.write(session -> RegistryTables.advance(session, before, after));
    }

    @Override
    public List<Resource> revisions(String policy) {
        return database.read(session -> RegistryTables.revisions(session, policy));
    }

    @Override
    public Set<String> putApprovals(Collection<Approval> approvals) {
        return approvals.isEmpty() ? Set.of() : database.write(session -> ApprovalTable.put(session, approvals));
    }

    @Override
    public List<Approval> approvals() {
        return database.read(ApprovalTable::all);
    }

    @Override
    public void putCounters(Map<CounterOwner, OwnerCounters> counters) {
        if (!counters.isEmpty()) {
            database.change(session -> CounterTable.put(session, counters));
        }
    }

    @Override
    public void putCountersForOlder(Map<CounterOwner, OwnerCounters> counters) {
        if (!counters.isEmpty()) {
            database.change(session -> CounterTable.putForOlder(session, counters));
        }
    }

    @Override
    public Map<CounterOwner, OwnerCounters> counters(long nowMillis) {
        return database.read(session -> CounterTable.all(session, session.notAheadOf(nowMillis)));
    }

    @Override
    public void forget(long nowMillis) {
        inBatches(session -> CounterTable.forget(session, session.notAheadOf(nowMillis)));
        database.change(session -> ApprovalTable.forget(session, session.notAheadOf(nowMillis)));
        database.change(RemovedPolicies::note);
        inBatches(session -> RemovedPolicies.forget(session, session.notAheadOf(nowMillis)));
    }

    /** Each in a transaction of its own, while there may be more, and not for ever: there is another time. */
    private void inBatches(Session.Work<Boolean> batch) {
        boolean more = true;
        for (int i = 0; more && i < MOST_BATCHES; i++) {
            more = database.write(batch);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
