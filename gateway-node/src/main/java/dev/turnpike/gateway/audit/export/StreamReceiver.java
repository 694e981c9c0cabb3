package dev.turnpike.gateway.audit.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Prints each record as a line of JSON, such as to standard output. */
public final class StreamReceiver implements Receiver {
    private final PrintStream out;

    /** Prints there; whole lines, whoever else prints. */
    public StreamReceiver(PrintStream out) {
        this.out = out;
    }

    @Override
    public void take(List<ExportedRecord> records) throws IOException {
        for (ExportedRecord record : records) {
            byte[] line = (record.json() + "\n").getBytes(UTF_8);
            out.write(line, 0, line.length);
        }
        if (out.checkError()) {
            throw new IOException("it cannot be written");
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}
