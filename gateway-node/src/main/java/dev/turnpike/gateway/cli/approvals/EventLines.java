package dev.turnpike.gateway.cli.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines of an event stream, read by a thread of its own, so that silence can be told from a slow day. */
final class EventLines implements AutoCloseable {
    private static final int LONGEST = 4 << 20;
    private static final int MOST = 64;

    /** No line: the stream has ended. No text of a stream has a line break. */
    private static final String END = "\n";

    private final InputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST);
    private final Thread reader;

    EventLines(InputStream in) {
        this.in = in;
        this.reader = new Thread(this::read, "approvals");
        reader.setDaemon(true);
        reader.start();
    }

    /** The next line; empty if the stream has ended, or nothing has come for that long. */
    Optional<String> next(Duration silence) throws InterruptedException {
        String line = lines.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(line).filter(text -> !text.equals(END));
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            in.close();
        } catch (IOException gone) {
            // It is not needed any more.
        }
    }

    private void read() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0 && line.size() <= LONGEST; next = in.read()) {
                if (next == '\n') {
                    lines.put(line.toString(UTF_8).strip());
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        } catch (IOException broken) {
            // As good as ended.
        } catch (InterruptedException closed) {
            return;
        }
        try {
            lines.put(END);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
