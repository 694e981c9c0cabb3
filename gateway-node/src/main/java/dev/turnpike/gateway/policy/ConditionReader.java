package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one list of conditions. */
final class ConditionReader {
    private static final Set<String> FIELDS = Set.of("path", "op", "value", "on_deny");

    private ConditionReader() {}

    /** @param owner JSON Pointer of the rules that the list belongs to */
    static List<Condition> read(Entry list, Clause clause, String owner) {
        List<Condition> conditions = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        list.elements(
                Caps.CONDITIONS,
                entry -> condition(entry, clause).ifPresent(condition -> {
                    String name =
                            condition.path().text() + "-" + condition.operator().wire();
                    int count = names.merge(name, 1, Integer::sum);
                    String rule = Pointer.child(owner + "/" + clause.field(), count == 1 ? name : name + "-" + count);
                    conditions.add(condition.withRule(rule));
                }));
        return conditions;
    }

    private static Optional<Condition> condition(Entry entry, Clause clause) {
        if (!entry.isObject(FIELDS)) {
            return Optional.empty();
        }
        Optional<ArgumentPath> path = path(entry.field("path"));
        Optional<Operator> operator = entry.field("op").word(Operator.values());
        if (!entry.field("op").isPresent()) {
            entry.field("op").missing("what to ask of the value, such as lte");
        }
        Optional<String> onDeny = entry.field("on_deny").text(Caps.SENTENCE);
        Optional<Check> check = operator.flatMap(op -> check(op, entry.field("value")));
        if (path.isEmpty() || operator.isEmpty() || check.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Condition(
                clause,
                "",
                path.get(),
                operator.get(),
                check.get(),
                entry.field("value").node(),
                operand(operator.get(), entry.field("value").node()),
                onDeny));
    }

    static Optional<ArgumentPath> path(Entry entry) {
        if (!entry.isPresent()) {
            entry.missing("where the value stands, such as `args.amount`");
        }
        return entry.text(Caps.SENTENCE).flatMap(text -> {
            try {
                return Optional.of(PathParser.parse(text));
            } catch (IllegalArgumentException e) {
                entry.problems().error(entry.pointer(), "bad path `" + Entry.shown(text) + "`: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private static Optional<Check> check(Operator operator, Entry value) {
        if (!value.isPresent() && operator != Operator.EXISTS) {
            value.missing("what to compare with");
            return Optional.empty();
        }
        JsonNode node = value.node();
        return switch (operator) {
            case EQ -> Optional.of(Checks.equal(node));
            case NEQ -> Optional.of(Checks.not(Checks.equal(node)));
            case IN -> in(value);
            case NOT_IN -> in(value).map(Checks::not);
            case LT -> number(value).map(bound -> Checks.order(bound, sign -> sign < 0));
            case LTE -> number(value).map(bound -> Checks.order(bound, sign -> sign <= 0));
            case GT -> number(value).map(bound -> Checks.order(bound, sign -> sign > 0));
            case GTE -> number(value).map(bound -> Checks.order(bound, sign -> sign >= 0));
            case REGEX -> regex(value);
            case CONTAINS -> Optional.of(Checks.contains(node));
            case EXISTS -> exists(value);
        };
    }

    private static Optional<Check> in(Entry value) {
        if (!value.node().isArray()) {
            value.wrongType("a list");
            return Optional.empty();
        }
        if (value.node().size() > Caps.OPERANDS) {
            value.problems().error(value.pointer(), "more than " + Caps.OPERANDS + " elements");
            return Optional.empty();
        }
        if (value.node().isEmpty()) {
            value.problems().warn(value.pointer(), "an empty list: nothing is ever in it");
        }
        return Optional.of(Checks.in(value.node()));
    }

    private static Optional<JsonNode> number(Entry value) {
        if (!Decimal.isFinite(value.node())) {
            value.wrongType("a number");
            return Optional.empty();
        }
        return Optional.of(value.node());
    }

    private static Optional<Check> exists(Entry value) {
        if (value.isPresent() && !value.node().isBoolean()) {
            value.wrongType("true, false or nothing");
            return Optional.empty();
        }
        return Optional.of(Checks.exists(!value.isPresent() || value.node().booleanValue()));
    }

    private static Optional<Check> regex(Entry value) {
        return value.text(Caps.REGEX).flatMap(regex -> {
            if (RegexSize.of(regex) > Caps.REGEX_SIZE) {
                value.problems().error(value.pointer(), "the regex repeats too much (expected: a simpler one)");
                return Optional.empty();
            }
            try {
                return Optional.of(Checks.regex(Pattern.compile(regex)));
            } catch (PatternSyntaxException e) {
                value.problems()
                        .error(
                                value.pointer(),
                                "the regex does not compile: " + e.getDescription(),
                                "the syntax is RE2: no look-around, no back-references");
                return Optional.empty();
            }
        });
    }

    private static String operand(Operator operator, JsonNode value) {
        if (operator == Operator.EXISTS) {
            return value.isBoolean() && !value.booleanValue() ? "false" : "";
        }
        return Nodes.operand(value);
    }
}
