package dev.turnpike.loadtest.watch;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Rules for people without patience: alerts wait a fifteenth of their time, rates are of the last twenty seconds, and a question
 * is old after five. All other thresholds stay.
 */
final class Hurried {
    private static final Pattern WAIT = Pattern.compile("(?m)^( +for:) (\\d+)([smh])$");
    private static final Pattern RANGE = Pattern.compile("\\[(\\d+)([smhd])]");
    private static final String OLD = "turnpike_approvals_oldest_pending_seconds) > 900";
    private static final int FASTER = 15;

    private Hurried() {}

    static String rules(String text) {
        String hurried = WAIT.matcher(text).replaceAll(Hurried::wait);
        hurried = RANGE.matcher(hurried).replaceAll(Hurried::range);
        return hurried.replace(OLD, OLD.replace("900", "5"));
    }

    private static String wait(MatchResult wait) {
        int unit = switch (wait.group(3)) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
        return wait.group(1) + " " + Math.max(1, Integer.parseInt(wait.group(2)) * unit / FASTER) + "s";
    }

    private static String range(MatchResult range) {
        boolean isShort = range.group(2).equals("s") && Integer.parseInt(range.group(1)) < 20;
        return isShort ? range.group() : "[20s]";
    }
}
