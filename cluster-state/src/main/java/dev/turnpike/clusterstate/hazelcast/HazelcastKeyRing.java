package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.turnpike.clusterstate.FreshKeys;
import dev.turnpike.clusterstate.KeyRing;
import dev.turnpike.clusterstate.KeyRotation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The keys of the cluster; a node asks for them once a minute at most. */
final class HazelcastKeyRing implements KeyRing {
    /** The one key of the map. */
    private static final String ALL = "all";

    private final IMap<String, KeysForm> map;
    private final PatientCalls calls;
    private final LongSupplier nanos;
    private final FreshKeys fresh = new FreshKeys();
    private @Nullable CompletableFuture<List<Key>> known;
    private long knownNanos;

    /** @param nanos a monotonic clock */
    HazelcastKeyRing(HazelcastInstance member, PatientCalls calls, LongSupplier nanos) {
        this.map = member.getMap(GridConfig.KEYS);
        this.calls = calls;
        this.nanos = nanos;
    }

    @Override
    public synchronized CompletionStage<List<Key>> keys() {
        long now = nanos.getAsLong();
        CompletableFuture<List<Key>> answer = known;
        if (answer == null
                || answer.isCompletedExceptionally()
                || now - knownNanos >= TimeUnit.MILLISECONDS.toNanos(KeyRotation.KNOWN_MILLIS)) {
            Key next = fresh.next();
            answer = calls.make(again -> map.submitToKey(ALL, new RenewKeys(next)))
                    .thenApply(KeysForm::keys)
                    .toCompletableFuture();
            known = answer;
            knownNanos = now;
        }
        return answer.minimalCompletionStage();
    }
}
