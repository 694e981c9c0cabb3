package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalWatchers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings approvals that changed, without their arguments, to whoever watches at this node and at the others. Best
 * effort: one thread tells one batch after the other, and what changes meanwhile waits, each approval as it is by then.
 * Whoever has too much to hear already is not told. Thread-safe; never blocks.
 *
 * <p>By an executor rather than a topic: its queue at each member is short and refuses what does not fit, where a topic
 * keeps a million messages, makes its publisher wait, and must be subscribed to again wherever a member comes.
 */
final class ApprovalNews implements AutoCloseable {
    /** More approvals than these wait for nothing; the oldest news is dropped. */
    static final int MOST_WAITING = 1_000;

    private static final int MOST_TOGETHER = 20;
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalNews.class);

    private final HazelcastInstance member;
    private final IExecutorService others;
    private final ApprovalWatchers watchers = new ApprovalWatchers();
    private final Map<String, Approval> waiting = new LinkedHashMap<>();
    private final ExecutorService teller = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "turnpike-approval-news");
        thread.setDaemon(true);
        return thread;
    });
    private boolean telling;

    ApprovalNews(HazelcastInstance member) {
        this.member = member;
        this.others = member.getExecutorService(GridConfig.APPROVALS);
        member.getUserContext().put(GridConfig.APPROVALS, watchers);
    }

    ApprovalDesk.Watch watch(Consumer<Approval> watcher) {
        return watchers.add(watcher);
    }

    /** Tells everybody, soon. */
    void tell(List<Approval> changed) {
        synchronized (this) {
            changed.forEach(approval -> waiting.merge(approval.id(), approval, ApprovalNews::newer));
            for (Iterator<?> oldest = waiting.values().iterator(); waiting.size() > MOST_WAITING; ) {
                oldest.next();
                oldest.remove();
            }
            if (telling || waiting.isEmpty()) {
                return;
            }
            telling = true;
        }
        try {
            teller.execute(this::tellAll);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the grid is closed");
        }
    }

    private void tellAll() {
        for (List<Approval> batch = next(); !batch.isEmpty(); batch = next()) {
            watchers.tell(batch);
            try {
                tellOthers(batch);
            } catch (RuntimeException e) {
                LOG.debug("news of approvals did not reach the other members: {}", e.toString());
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who does not hear the news asks again
    private void tellOthers(List<Approval> batch) {
        for (Member each : member.getCluster().getMembers()) {
            if (!each.localMember()) {
                others.submitToMember(new LearnApprovals(batch), each);
            }
        }
    }

    private synchronized List<Approval> next() {
        List<Approval> batch = new ArrayList<>();
        Iterator<Approval> oldest = waiting.values().iterator();
        while (oldest.hasNext() && batch.size() < MOST_TOGETHER) {
            batch.add(oldest.next().withoutArguments());
            oldest.remove();
        }
        telling = !batch.isEmpty();
        return batch;
    }

    private static Approval newer(Approval one, Approval other) {
        return other.revision() >= one.revision() ? other : one;
    }

    @Override
    public void close() {
        teller.shutdownNow();
    }
}
