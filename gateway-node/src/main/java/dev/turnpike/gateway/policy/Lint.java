package dev.turnpike.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a document says in vain. */
final class Lint {
    private Lint() {}

    static void warn(Draft draft, Entry root) {
        Problems problems = root.problems();
        GlobIndex<String> hiding = hiding(draft.hide());
        for (ToolEntry tool : draft.tools()) {
            String hidden = hiding.find(tool.name());
            if (hidden != null && tool.action() != Action.HIDE) {
                problems.warn(tool.pointer(), "can never match: `hide` has `" + Entry.shown(hidden) + "`");
            }
            unreached(tool, root, problems);
        }
        if (root.field("all_tools").isPresent() && draft.tools().isEmpty() && !draft.allowsOthers()) {
            problems.warn("/all_tools", "can never match: no tool may be called");
        }
        sharedRates(draft.tools(), problems);
        LimitLint.warn(draft, problems);
    }

    private static GlobIndex<String> hiding(List<String> hide) {
        Map<String, String> names = new HashMap<>();
        hide.forEach(name -> names.put(name, name));
        // A name without a star is a glob that matches itself; a glob that is asked for is matched as a text, which is
        // right for covering: `a*` covers `ab*`.
        return new GlobIndex<>(names);
    }

    private static void unreached(ToolEntry tool, Entry root, Problems problems) {
        Entry entry = root.field("tools").field(tool.name());
        boolean settled = tool.action() == Action.DENY || tool.action() == Action.HIDE;
        if (settled) {
            for (String field : List.of("require", "deny_if", "approve_if", "approval", "limits", "rate_limit")) {
                if (entry.field(field).isPresent()) {
                    problems.warn(entry.field(field).pointer(), "is never looked at: the action settles every call");
                }
            }
        }
        if (tool.action() == Action.REQUIRE_APPROVAL && !tool.approveIf().isEmpty()) {
            problems.warn(entry.field("approve_if").pointer(), "is never looked at: every call needs a person anyway");
        }
        boolean asks = tool.action() == Action.REQUIRE_APPROVAL
                || !tool.approveIf().isEmpty()
                || root.field("all_tools").field("approve_if").isPresent();
        if (!settled && !asks && entry.field("approval").isPresent()) {
            problems.warn(entry.field("approval").pointer(), "is never used: nothing asks a person");
        }
        if (tool.action() == Action.HIDE || (tool.action() == Action.ALLOW && !asks)) {
            tool.reason()
                    .ifPresent(reason -> problems.warn(
                            entry.field("reason").pointer(), "is never told: the action neither denies nor asks"));
        }
    }

    /** The shorthand names its counter by the window alone, so two tools with it count together. */
    private static void sharedRates(List<ToolEntry> tools, Problems problems) {
        Map<String, String> first = new HashMap<>();
        List<Charging> rates = new ArrayList<>();
        for (ToolEntry tool : tools) {
            rates.clear();
            tool.limits().stream()
                    .filter(charging -> charging.limit().counter().startsWith("_rate_"))
                    .forEach(rates::add);
            for (Charging rate : rates) {
                String other = first.putIfAbsent(rate.limit().counter(), tool.pointer());
                if (other != null && !other.equals(tool.pointer())) {
                    problems.warn(
                            tool.pointer() + "/rate_limit",
                            "is counted together with that of " + other,
                            Optional.of("to count apart, write `limits` with a counter of its own"));
                }
            }
        }
    }
}
