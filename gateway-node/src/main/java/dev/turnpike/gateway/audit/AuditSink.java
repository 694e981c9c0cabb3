package dev.turnpike.gateway.audit;

import java.util.List;

/** Where audit records go. Called on any thread, from several at once; must not block and must not throw. */
@FunctionalInterface
public interface AuditSink {
    void accept(AuditRecord record);

    /** Takes a step of an approval; whoever wants decisions alone need not. */
    default void accept(ApprovalRecord record) {}

    /** Takes what an operator did to the documents. */
    default void accept(AdminRecord record) {}

    /** Takes what an operator did to counters. */
    default void accept(ResetRecord record) {}

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
            public void accept(ApprovalRecord record) {
                fixed.forEach(sink -> sink.accept(record));
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
}
