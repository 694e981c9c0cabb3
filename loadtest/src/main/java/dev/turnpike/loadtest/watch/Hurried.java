package dev.turnpike.loadtest.watch;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Rules for people without patience: alerts wait two seconds, rates are of the last twenty, and a question is old after five. All
 * other thresholds stay.
 */
final class Hurried {
    private static final Pattern WAIT = Pattern.compile("(?m)^( +for:) .*$");
    private static final Pattern RANGE = Pattern.compile("\\[(\\d+)([smhd])]");
    private static final String OLD = "turnpike_approvals_oldest_pending_seconds) > 900";

    private Hurried() {}

    static String rules(String text) {
        String hurried = WAIT.matcher(text).replaceAll("$1 2s");
        hurried = RANGE.matcher(hurried).replaceAll(Hurried::range);
        return hurried.replace(OLD, OLD.replace("900", "5"));
    }

    private static String range(MatchResult range) {
        boolean isShort = range.group(2).equals("s") && Integer.parseInt(range.group(1)) < 20;
        return isShort ? range.group() : "[20s]";
    }
}
