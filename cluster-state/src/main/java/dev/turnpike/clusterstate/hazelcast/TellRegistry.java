package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.SnapshotFeed;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Asks another member which registry it knows; revision 0 if none. */
final class TellRegistry implements Callable<RegistryForm>, HazelcastInstanceAware, MemberForm {
    private @Nullable SnapshotFeed feed;

    @Override
    public RegistryForm call() {
        return new RegistryForm(requireNonNull(feed).current());
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance member) {
        feed = (SnapshotFeed) member.getUserContext().get(GridConfig.REGISTRY);
    }

    @Override
    public int getClassId() {
        return MemberForms.TELL_REGISTRY;
    }

    @Override
    public void writeParts(ObjectDataOutput out) {}

    @Override
    public void readParts(ObjectDataInput in) {}
}
