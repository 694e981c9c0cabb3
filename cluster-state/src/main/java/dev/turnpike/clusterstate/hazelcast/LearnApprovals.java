package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalWatchers;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Brings approvals that changed, without their arguments, to whoever watches at another member. Answers how many. */
final class LearnApprovals implements Callable<Integer>, HazelcastInstanceAware, MemberForm {
    private List<Approval> news = List.of();
    private @Nullable ApprovalWatchers watchers;

    LearnApprovals() {}

    LearnApprovals(List<Approval> news) {
        this.news = news;
    }

    @Override
    public Integer call() {
        if (watchers != null) { // none yet while the member starts
            watchers.tell(news);
        }
        return news.size();
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance member) {
        watchers = (ApprovalWatchers) member.getUserContext().get(GridConfig.APPROVALS);
    }

    @Override
    public int getClassId() {
        return MemberForms.LEARN_APPROVALS;
    }

    @Override
    public void writeParts(ObjectDataOutput out) throws IOException {
        ApprovalWire.writeAll(out, news);
    }

    @Override
    public void readParts(ObjectDataInput in) throws IOException {
        news = ApprovalWire.readAll(in);
    }
}
