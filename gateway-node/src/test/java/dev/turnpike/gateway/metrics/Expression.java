package dev.turnpike.gateway.metrics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics and labels a query of Prometheus names.
 *
 * @param selectors in order
 * @param groupings labels that results are put together by
 */
record Expression(List<Selector> selectors, Set<String> groupings) {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")|[0-9][0-9a-zA-Z.]*|=~|!~|!=|<=|>=|==|.)",
            Pattern.DOTALL);
    private static final Set<String> GROUPS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    /** What series are asked for. */
    record Selector(String metric, List<Condition> conditions) {}

    /**
     * A condition on a label.
     *
     * @param operator as in the language: {@code =~} and the like
     */
    record Condition(String label, String operator, String value) {}

    /** Variables of a dashboard may stand where it has texts and durations. */
    static Expression of(String query) {
        return new Reader(query.replace("$__rate_interval", "1m").replace("$__interval", "1m")).read();
    }

    private static final class Reader {
        private final List<String> tokens = new ArrayList<>();
        private final List<Selector> selectors = new ArrayList<>();
        private final Set<String> groupings = new LinkedHashSet<>();
        private int next;

        Reader(String query) {
            Matcher matcher = TOKEN.matcher(query.strip());
            while (matcher.lookingAt()) {
                tokens.add(matcher.group().strip());
                matcher.region(matcher.end(), matcher.regionEnd());
            }
        }

        Expression read() {
            while (next < tokens.size()) {
                String token = tokens.get(next++);
                if (!Character.isLetter(token.charAt(0)) || WORDS.contains(token)) {
                    continue;
                }
                if (GROUPS.contains(token)) {
                    groups();
                } else if (!"(".equals(peek()) && !GROUPS.contains(peek())) {
                    selectors.add(new Selector(token, conditions()));
                }
            }
            return new Expression(selectors, groupings);
        }

        private void groups() {
            next++; // the parenthesis
            for (String token = tokens.get(next++); !token.equals(")"); token = tokens.get(next++)) {
                if (!token.equals(",")) {
                    groupings.add(token);
                }
            }
        }

        private List<Condition> conditions() {
            List<Condition> conditions = new ArrayList<>();
            if (!"{".equals(peek())) {
                return conditions;
            }
            next++;
            while (!"}".equals(peek())) {
                String value = tokens.get(next + 2);
                conditions.add(
                        new Condition(tokens.get(next), tokens.get(next + 1), value.substring(1, value.length() - 1)));
                next += 3;
                if (",".equals(peek())) {
                    next++;
                }
            }
            next++;
            return conditions;
        }

        private String peek() {
            return next < tokens.size() ? tokens.get(next) : "";
        }
    }
}
