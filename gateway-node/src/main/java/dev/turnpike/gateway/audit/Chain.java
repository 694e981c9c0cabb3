package dev.turnpike.gateway.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.turnpike.gateway.audit.trail.ChainedLine;
import dev.turnpike.gateway.audit.trail.Link;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Makes a chain of lines: each is given its number, the hash of the line before and its own. The one place that does,
 * whatever kind of line it is. Confined to one thread.
 */
final class Chain {
    private static final byte[] SEQ = ChainedLine.SEQ.getBytes(US_ASCII);
    private static final byte[] PREV = ChainedLine.PREV.getBytes(US_ASCII);
    private static final byte[] HASH = ChainedLine.HASH.getBytes(US_ASCII);
    private static final byte[] END = (ChainedLine.END + "\n").getBytes(US_ASCII);
    private static final int HASH_BYTES = 32;

    private final MessageDigest sha = ChainedLine.sha256();
    private Link last;

    /** Goes on after {@code last}. */
    Chain(Link last) {
        this.last = last;
    }

    /** What comes before the first line of a new chain. */
    static Link beginning() {
        byte[] random = new byte[HASH_BYTES];
        new SecureRandom().nextBytes(random);
        return new Link(0, ChainedLine.encoded(random));
    }

    Link last() {
        return last;
    }

    /** Forgets the lines after {@code earlier}: they were not written. */
    void backTo(Link earlier) {
        last = earlier;
    }

    /** Adds the JSON object that stands in {@code text} from {@code start} to the end. */
    void add(LineBuffer text, int start) {
        text.shorten(text.size() - 1); // the closing brace
        long seq = last.seq() + 1;
        text.writeBytes(SEQ);
        text.writeBytes(Long.toString(seq).getBytes(US_ASCII));
        text.writeBytes(PREV);
        text.writeBytes(last.hash().getBytes(US_ASCII));
        text.write('"');
        text.digest(sha, start);
        last = new Link(seq, ChainedLine.encoded(sha.digest()));
        text.writeBytes(HASH);
        text.writeBytes(last.hash().getBytes(US_ASCII));
        text.writeBytes(END);
    }
}
