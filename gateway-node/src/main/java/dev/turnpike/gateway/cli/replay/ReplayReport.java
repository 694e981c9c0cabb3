package dev.turnpike.gateway.cli.replay;

import dev.turnpike.gateway.cli.replay.Judgement.Effect;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What another policy would change.
 *
 * @param calls that were judged
 * @param unchanged of them
 * @param changed of them
 * @param undecidable of them: that depends on values, which are not recorded
 * @param beyondRules of them were refused by a limit, or for the loss of what a decision rests on; what the rules say of
 *     them was compared alone
 * @param unreadable lines that are no JSON
 * @param dropped how many records the files say could not be written
 * @param from the time of the oldest call; empty if there is none
 * @param to that of the newest
 * @param rows those that are not unchanged, the most frequent first
 */
public record ReplayReport(
        long calls,
        long unchanged,
        long changed,
        long undecidable,
        long beyondRules,
        long unreadable,
        long dropped,
        String from,
        String to,
        List<Row> rows) {
    /**
     * Calls of one tool that come to the same.
     *
     * @param rules some of the rules that decide
     * @param examples some of the calls
     */
    public record Row(
            String tool,
            Effect effect,
            String before,
            String after,
            long count,
            Set<String> rules,
            List<RecordedCall> examples) {
        public Row {
            rules = Collections.unmodifiableSet(new LinkedHashSet<>(rules));
            examples = List.copyOf(examples);
        }
    }

    public ReplayReport {
        rows = List.copyOf(rows);
    }

    /** Whether something surely changes. */
    public boolean changes() {
        return changed > 0;
    }
}
