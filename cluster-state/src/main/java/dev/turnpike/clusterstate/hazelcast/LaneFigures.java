package dev.turnpike.clusterstate.hazelcast;

import java.util.concurrent.atomic.LongAdder;

/** What the lanes of a node have done so far. Thread-safe. */
final class LaneFigures {
    final LongAdder batches = new LongAdder();
    final LongAdder postings = new LongAdder();
    /** Batches that were sent again because their fate was not known. */
    final LongAdder retries = new LongAdder();
    /** Batches whose deadline passed without an answer. */
    final LongAdder gaveUp = new LongAdder();
    /** Refusals that needed no trip to the grid. */
    final LongAdder remembered = new LongAdder();
}
