package dev.turnpike.clusterstate;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches the approvals at one node. Thread-safe. */
public final class ApprovalWatchers {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalWatchers.class);

    private final List<Registration> watchers = new CopyOnWriteArrayList<>();

    /** One watcher, which may be there more than once. */
    private static final class Registration {
        private final Consumer<Approval> watcher;

        Registration(Consumer<Approval> watcher) {
            this.watcher = watcher;
        }
    }

    /** As {@link ApprovalDesk#watch}. */
    public ApprovalDesk.Watch add(Consumer<Approval> watcher) {
        Registration one = new Registration(watcher);
        watchers.add(one);
        return () -> watchers.remove(one);
    }

    /** Tells all of them of these, without their arguments. One that fails harms nobody. */
    public void tell(Collection<Approval> changed) {
        for (Approval approval : changed) {
            Approval shown = approval.withoutArguments();
            for (Registration each : watchers) {
                try {
                    each.watcher.accept(shown);
                } catch (RuntimeException e) {
                    LOG.warn("somebody who watches the approvals failed", e);
                }
            }
        }
    }
}
