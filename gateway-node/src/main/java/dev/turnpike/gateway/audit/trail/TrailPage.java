package dev.turnpike.gateway.audit.trail;

import java.util.List;
import java.util.Optional;

/**
 * Records of a node, the newest first: in the order in which they were written, backwards.
 *
 * @param records as they stand in the file, each one JSON object
 * @param next where the following page begins; empty if nothing is left. A page may have it and no records: so far was looked
 * @param unreadable lines that are no JSON among those that were looked at
 * @param dropped how many records the writer says are missing there
 */
public record TrailPage(List<String> records, Optional<TrailPlace> next, long unreadable, long dropped) {
    public TrailPage {
        records = List.copyOf(records);
    }
}
