package dev.turnpike.clusterstate.hazelcast;

import java.util.List;

/**
 * Postings of one shard that travel together.
 *
 * @param caller the lane that sent it: unique among all lanes of all nodes that ever run
 * @param number rises by one with each batch of the caller; a batch that is sent again keeps it
 */
record Batch(String caller, long number, List<Posting> postings) {
    Batch {
        postings = List.copyOf(postings);
    }
}
