package dev.turnpike.gateway.audit;

import java.util.List;

/** Where audit records go. Called on event loops, from several threads at once; must not block and must not throw. */
@FunctionalInterface
public interface AuditSink {
    void accept(AuditRecord record);

    /** Sends each record to all of {@code sinks}, in their order. */
    static AuditSink all(List<AuditSink> sinks) {
        List<AuditSink> fixed = List.copyOf(sinks);
        return record -> fixed.forEach(sink -> sink.accept(record));
    }
}
