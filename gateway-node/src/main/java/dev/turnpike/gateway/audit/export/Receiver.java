package dev.turnpike.gateway.audit.export;

import java.io.IOException;
import java.util.List;

/** Takes copies of audit records. Confined to one thread; may block, within bounds. */
public interface Receiver extends AutoCloseable {
    /**
     * Hands over all of them.
     *
     * @throws IOException if it did not take them, or did not say so
     */
    void take(List<ExportedRecord> records) throws IOException;

    @Override
    void close();
}
