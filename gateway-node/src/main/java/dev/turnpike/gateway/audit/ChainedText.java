package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.turnpike.gateway.audit.trail.ChainedLine;
import dev.turnpike.gateway.audit.trail.Link;
import dev.turnpike.gateway.audit.trail.Mark;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines that are about to be written, in memory and chained. What an output refuses is forgotten, and the chain goes on
 * where it was. Confined to one thread.
 */
final class ChainedText {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedText.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final LineBuffer text = new LineBuffer(BUFFER_BYTES);
    private final Chain chain;
    private final InstantSource clock;
    private JsonLines lines = new JsonLines(text);
    /** The last line that was written. */
    private Link written;

    ChainedText(Link beginning, InstantSource clock) throws IOException {
        this.chain = new Chain(beginning);
        this.written = beginning;
        this.clock = clock;
    }

    /** The last line, written or not. */
    Link last() {
        return chain.last();
    }

    /** Goes on with a file; what its writer could not finish gets its end, and a line that says so. */
    void goOnAfter(ChainedLine last, String torn) throws IOException {
        chain.backTo(last.link());
        written = last.link();
        if (torn.isEmpty()) {
            return;
        }
        text.write('\n');
        byte[] bytes = torn.getBytes(ISO_8859_1);
        ChainedLine line = ChainedLine.read(bytes);
        if (line.follows(last.link())) {
            chain.backTo(line.link()); // only its line break was missing
        } else {
            add(new Mark.Torn(
                    bytes.length, ChainedLine.encoded(ChainedLine.sha256().digest(bytes))));
        }
    }

    void add(Mark mark) throws IOException {
        int start = text.size();
        lines.write(mark, clock.instant());
        lines.flush();
        chain.add(text, start);
    }

    /** Adds a record, unless it has no written form. */
    boolean add(Line record) throws IOException {
        int start = text.size();
        try {
            record.writeTo(lines);
            lines.flush();
            chain.add(text, start);
            return true;
        } catch (IOException | RuntimeException unwritable) {
            LOG.error("an audit record cannot be written: {}", unwritable.toString());
            text.shorten(start);
            lines = new JsonLines(text);
            return false;
        }
    }

    /** Appends all that was added to the output. */
    void writeTo(Output out) throws IOException {
        try {
            out.write(text.view());
            written = chain.last();
        } finally {
            chain.backTo(written);
            text.reset();
        }
    }
}
