package dev.turnpike.gateway.audit;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Where audit records go. Called on any thread, from several at once; must not block and must not throw. */
@FunctionalInterface
public interface AuditSink {
    void accept(AuditRecord record);

    /**
     * The same, and tells when the record is kept, or given up: as soon as it is as safe as it gets.
     *
     * @param kept called once, on any thread; must not block
     */
    default void accept(AuditRecord record, Runnable kept) {
        accept(record);
        kept.run();
    }

    /** Takes a step of an approval; whoever wants decisions alone need not. */
    default void accept(ApprovalRecord record) {}

    /** The same, and tells when the record is kept, or given up; as for decisions. */
    default void accept(ApprovalRecord record, Runnable kept) {
        accept(record);
        kept.run();
    }

    /** Takes what an operator did to the documents. */
    default void accept(AdminRecord record) {}

    /** The same, and tells when the record is kept, or given up; as for decisions. */
    default void accept(AdminRecord record, Runnable kept) {
        accept(record);
        kept.run();
    }

    /** Takes what an operator did to counters. */
    default void accept(ResetRecord record) {}

    /** The same, and tells when the record is kept, or given up; as for decisions. */
    default void accept(ResetRecord record, Runnable kept) {
        accept(record);
        kept.run();
    }

    /** Whether records can be kept right now; while not, no call may be let through. As cheap as one volatile read. */
    default boolean writable() {
        return true;
    }

    /** Sends each record to all of {@code sinks}, in their order. */
    static AuditSink all(List<AuditSink> sinks) {
        List<AuditSink> fixed = List.copyOf(sinks);
        return new AuditSink() {
            @Override
            public void accept(AuditRecord record) {
                fixed.forEach(sink -> sink.accept(record));
            }

            @Override
            public void accept(AuditRecord record, Runnable kept) {
                Runnable each = lastOf(fixed.size() + 1, kept);
                fixed.forEach(sink -> sink.accept(record, each));
                each.run();
            }

            @Override
            public void accept(ApprovalRecord record) {
                fixed.forEach(sink -> sink.accept(record));
            }

            @Override
            public void accept(ApprovalRecord record, Runnable kept) {
                Runnable each = lastOf(fixed.size() + 1, kept);
                fixed.forEach(sink -> sink.accept(record, each));
                each.run();
            }

            @Override
            public void accept(AdminRecord record) {
                fixed.forEach(sink -> sink.accept(record));
            }

            @Override
            public void accept(ResetRecord record) {
                fixed.forEach(sink -> sink.accept(record));
            }

            @Override
            public void accept(ResetRecord record, Runnable kept) {
                Runnable each = lastOf(fixed.size() + 1, kept);
                fixed.forEach(sink -> sink.accept(record, each));
                each.run();
            }

            @Override
            public void accept(AdminRecord record, Runnable kept) {
                Runnable each = lastOf(fixed.size() + 1, kept);
                fixed.forEach(sink -> sink.accept(record, each));
                each.run();
            }

            @Override
            public boolean writable() {
                for (AuditSink sink : fixed) {
                    if (!sink.writable()) {
                        return false;
                    }
                }
                return true;
            }
        };
    }

    /** What runs {@code then} when it is run for the last of so many times. */
    private static Runnable lastOf(int times, Runnable then) {
        AtomicInteger left = new AtomicInteger(times);
        return () -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        };
    }
}
