package dev.turnpike.gateway.policy;

/**
 * How many instructions a regex would take, at least roughly and before it is compiled: repetitions are written out by
 * the compiler, so {@code ((a{999}){999}){999}} is a billion of them.
 */
final class RegexSize {
    private final String regex;
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /** The estimate, at most {@link Integer#MAX_VALUE}; for a regex that does not compile, anything. */
    static int of(String regex) {
        RegexSize size = new RegexSize(regex);
        long total = 0;
        while (size.at < regex.length()) {
            total += size.sequence();
            size.at++; // a closing parenthesis too many
        }
        return capped(total);
    }

    private long sequence() {
        long total = 0;
        long last = 0;
        while (at < regex.length() && regex.charAt(at) != ')') {
            char c = regex.charAt(at);
            if (c == '{') {
                int factor = repetition();
                total = capped(total + last * (factor - 1L));
                last = capped(last * factor);
            } else {
                last = atom(c);
                total = capped(total + last);
            }
        }
        return total;
    }

    private long atom(char c) {
        at++;
        if (c == '(') {
            long inside = sequence();
            at++;
            return inside + 2;
        }
        if (c == '[') {
            skipClass();
        } else if (c == '\\' && regex.startsWith("Q", at)) {
            int end = regex.indexOf("\\E", at);
            int from = at;
            at = end < 0 ? regex.length() : end + 2;
            return (long) at - from;
        } else if (c == '\\') {
            int end = regex.startsWith("x{", at) ? regex.indexOf('}', at) : -1; // one character by its number
            at = end < 0 ? at + 1 : end + 1;
        }
        return 1;
    }

    private void skipClass() {
        at += regex.startsWith("^", at) ? 1 : 0;
        at += regex.startsWith("]", at) ? 1 : 0;
        while (at < regex.length() && regex.charAt(at) != ']') {
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** The larger number of {@code {n}}, {@code {n,}} or {@code {n,m}}; 1 where the brace is only a brace. */
    private int repetition() {
        int end = regex.indexOf('}', at);
        String inside = end < 0 ? "" : regex.substring(at + 1, end);
        at++;
        if (!inside.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
            return 1;
        }
        at = end + 1;
        int most = 1;
        for (String number : inside.split(",", -1)) {
            most = number.isEmpty() ? most : Math.max(most, Integer.parseInt(number));
        }
        return most;
    }

    private static int capped(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
