package dev.turnpike.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a document says about one tool, one glob, or all tools, as it was read.
 *
 * @param name the tool or glob; empty for {@code all_tools}
 * @param pointer where it stands
 */
record ToolEntry(
        String name,
        String pointer,
        Action action,
        Optional<String> reason,
        List<Condition> require,
        List<Condition> denyIf,
        List<Condition> approveIf,
        ApprovalTerms terms,
        List<Charging> limits) {

    /** An entry that says nothing. */
    static ToolEntry none(String pointer) {
        return new ToolEntry(
                "",
                pointer,
                Action.ALLOW,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                ApprovalTerms.DEFAULT,
                List.of());
    }

    /** This entry's rules, and behind them in every list those of all tools. */
    Rules with(ToolEntry all) {
        if (action == Action.HIDE) {
            return Refusing.hidden("the action of " + pointer + " is hide");
        }
        return new ToolRules(
                pointer,
                action,
                reason,
                joined(require, all.require),
                joined(denyIf, all.denyIf),
                joined(approveIf, all.approveIf),
                terms,
                new Charges(joined(limits, all.limits)));
    }

    Stream<Condition> conditions() {
        return Stream.of(require, denyIf, approveIf).flatMap(List::stream);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
