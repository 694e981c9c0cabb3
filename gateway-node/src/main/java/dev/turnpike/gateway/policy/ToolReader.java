package dev.turnpike.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code all_tools} and the entries of {@code tools}. */
final class ToolReader {
    private static final Set<String> ALL_FIELDS = Set.of("require", "deny_if", "approve_if", "limits");
    private static final Set<String> FIELDS =
            Set.of("action", "reason", "require", "deny_if", "approve_if", "approval", "limits", "rate_limit");

    private final LimitReader limits;

    ToolReader(LimitReader limits) {
        this.limits = limits;
    }

    ToolEntry all(Entry entry) {
        if (!entry.isPresent() || !entry.isObject(ALL_FIELDS)) {
            return ToolEntry.none(entry.pointer());
        }
        return read("", entry, Action.ALLOW, limits.read(entry.field("limits"), entry.pointer()));
    }

    ToolEntry tool(String name, Entry entry) {
        if (name.isBlank() || name.length() > Caps.NAME) {
            entry.problems().error(entry.pointer(), "a tool's name has 1 to " + Caps.NAME + " characters");
        }
        if (entry.node().isNull()) {
            entry.problems().error(entry.pointer(), "is null (expected: an object)", "`{}` allows the tool");
            return ToolEntry.none(entry.pointer());
        }
        if (!entry.isObject(FIELDS)) {
            return ToolEntry.none(entry.pointer());
        }
        Action action = entry.field("action").word(Action.values()).orElse(Action.ALLOW);
        List<Charging> chargings = new ArrayList<>(limits.read(entry.field("limits"), entry.pointer()));
        limits.rate(entry.field("rate_limit"), entry.pointer()).ifPresent(chargings::add);
        return read(name, entry, action, chargings);
    }

    private static ToolEntry read(String name, Entry entry, Action action, List<Charging> chargings) {
        Optional<String> reason = entry.field("reason").text(Caps.SENTENCE);
        return new ToolEntry(
                name,
                entry.pointer(),
                action,
                reason,
                conditions(entry, Clause.REQUIRE),
                conditions(entry, Clause.DENY_IF),
                conditions(entry, Clause.APPROVE_IF),
                ApprovalReader.read(entry.field("approval")),
                chargings);
    }

    private static List<Condition> conditions(Entry entry, Clause clause) {
        return ConditionReader.read(entry.field(clause.field()), clause, entry.pointer());
    }
}
