package dev.turnpike.clusterstate.hazelcast;

import java.util.List;

/**
 * What a shard answered to a batch. The newest of each caller is kept, so that a batch that arrives again is answered
 * again and counted once.
 *
 * @param number of the batch
 * @param knownSinceMillis since when the shard knows what was spent, or {@link dev.turnpike.clusterstate.Moment#ALWAYS}
 * @param answers in the order of the postings; none if a later batch of the caller came first
 */
record Receipt(long number, long knownSinceMillis, List<PostingAnswer> answers) {
    Receipt {
        answers = List.copyOf(answers);
    }
}
