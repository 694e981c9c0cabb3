package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Window;
import java.util.Locale;

/** Windows in words. */
final class Windows {
    private Windows() {}

    /** What follows "per": {@code minute}, {@code 15 minutes}. */
    static String words(Window window) {
        if (window instanceof Window.Calendar unit) {
            return unit.name().toLowerCase(Locale.ROOT);
        }
        long seconds = window.length().toSeconds();
        if (seconds % 86_400 == 0) {
            return count(seconds / 86_400, "day");
        }
        if (seconds % 3600 == 0) {
            return count(seconds / 3600, "hour");
        }
        return seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
    }

    private static String count(long number, String unit) {
        return number == 1 ? unit : number + " " + unit + "s";
    }
}
