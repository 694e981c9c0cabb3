package dev.turnpike.clusterstate.hazelcast;

import static java.util.Objects.requireNonNull;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.SnapshotFeed;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Brings a registry to another member; returns there when that member's next request meets it. */
final class LearnRegistry implements Callable<Long>, HazelcastInstanceAware, MemberForm {
    private RegistryForm news = new RegistryForm();
    private @Nullable SnapshotFeed feed;

    LearnRegistry() {}

    LearnRegistry(RegistryForm news) {
        this.news = news;
    }

    @Override
    public Long call() {
        return requireNonNull(feed).advance(RegistryForm.snapshot(news)).revision();
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance member) {
        feed = (SnapshotFeed) member.getUserContext().get(GridConfig.REGISTRY);
    }

    @Override
    public int getClassId() {
        return MemberForms.LEARN_REGISTRY;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        news.writeData(out);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        news.readData(in);
    }
}
