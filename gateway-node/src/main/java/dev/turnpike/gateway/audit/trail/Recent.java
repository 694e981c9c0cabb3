package dev.turnpike.gateway.audit.trail;

import java.util.Optional;

/** The last lines that fitted, by their numbers. */
final class Recent {
    private static final int LINES = 4_096;

    private final ChainedLine[] lines = new ChainedLine[LINES];

    void add(ChainedLine line) {
        lines[slot(line.seq())] = line;
    }

    /** The line with this number, if it is among them. */
    Optional<ChainedLine> get(long seq) {
        return Optional.ofNullable(lines[slot(seq)]).filter(line -> line.seq() == seq);
    }

    private static int slot(long seq) {
        return (int) Math.floorMod(seq, (long) LINES);
    }
}
