package dev.turnpike.gateway.policy;

import dev.turnpike.clusterstate.Charge;

/**
 * What agents are told when the author of a policy said nothing: sentences that a model can act on. They name tools,
 * paths, counters and what the policy expects, never the value of an argument.
 */
final class Sentences {
    private static final int LONGEST_NAME = 128;

    private Sentences() {}

    static String hidden(String tool) {
        return "Unknown tool: " + clip(tool);
    }

    static String noPolicy() {
        return "This grant has no policy, so it may call nothing. Retrying will not help.";
    }

    static String toolDenied(String tool) {
        return clip(tool) + " is denied by policy. Retrying will not help.";
    }

    static String defaultDenied(String tool) {
        return clip(tool) + " is not among the tools that the policy allows. Retrying will not help.";
    }

    static String approvalRequired(String tool) {
        return clip(tool) + " needs the approval of a person.";
    }

    static String approvalDenied(String note) {
        return "A person denied this call" + (note.isBlank() ? "." : ": " + note) + " Retrying will not help.";
    }

    static String approvalGone(String why) {
        return "The approval of this call " + why + ". Repeat the call to ask anew.";
    }

    static String cannotAsk(String why) {
        return "This call needs a person, but " + why + ". Retry later.";
    }

    static String unshowable(String what, int most) {
        return "This call needs a person, but its " + what + " longer than the " + most
                + " characters that can be put before one.";
    }

    static String badIncrement(String path, String counter) {
        return path
                + " must be a number from 0 to 1000000000000 with at most 6 decimal places: it counts against the limit "
                + counter + ".";
    }

    static String stateUnavailable(Limit limit, String tool) {
        return "The limit " + limit.counter() + " for " + clip(tool)
                + " cannot be checked right now, so the call was not made. Retry in a few seconds.";
    }

    static String unrecordable(String tool) {
        return clip(tool) + " was not called, because calls cannot be recorded right now. Retry in a few seconds.";
    }

    static String limitExceeded(Spend spend, String tool, long retryAfterSeconds) {
        Limit limit = spend.limit();
        boolean neverFits = spend.amountMicros() > limit.maxMicros();
        String what = limit.onDeny()
                .orElseGet(() -> (spend.amountMicros() == Charge.MICROS
                                ? "Rate limit for " + clip(tool)
                                : "Limit " + limit.counter() + " for " + clip(tool))
                        + ": " + Micros.toDecimal(limit.maxMicros()).toPlainString() + " per "
                        + Windows.words(limit.window())
                        + ".");
        return what
                + (neverFits
                        ? " This call alone is more than that; retrying will not help."
                        : " Retry in " + retryAfterSeconds + " s.");
    }

    /** A name that a caller chose, short enough to be told back. */
    private static String clip(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
