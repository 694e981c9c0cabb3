package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What an operator did to the documents, in one step. Holds names and revisions, never what the documents say.
 *
 * @param time when the node had done it
 * @param operator who
 * @param action {@code apply}, {@code write} or {@code remove}
 * @param outcome {@code applied}; {@code unknown} where the shared state did not say
 * @param revision the registry's, afterwards; where that is unknown, before
 * @param documents those that changed
 * @param requestId of the operator's request
 */
public record AdminRecord(
        Instant time,
        String operator,
        String action,
        String outcome,
        long revision,
        List<Document> documents,
        String requestId) {
    /**
     * One document.
     *
     * @param before its revision; 0 if it was not there
     * @param after its revision; 0 if it went, or if that is unknown
     */
    public record Document(String kind, String name, long before, long after) {}

    public AdminRecord {
        requireNonNull(time, "time");
        requireNonNull(operator, "operator");
        requireNonNull(action, "action");
        requireNonNull(outcome, "outcome");
        documents = List.copyOf(documents);
        requireNonNull(requestId, "requestId");
    }
}
