package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Why a call does not go through.
 *
 * @param code for machines
 * @param rule JSON Pointer of the rule, or {@code (hidden)}, {@code (default deny)}, {@code (no policy)}, {@code
 *     (audit)}
 * @param message a sentence that a model can act on; never holds the value of an argument
 * @param limit the facts, where a limit refused
 */
public record Refusal(Code code, String rule, String message, Optional<LimitFacts> limit) {
    public Refusal {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        requireNonNull(message, "message");
        requireNonNull(limit, "limit");
    }

    public Refusal(Code code, String rule, String message) {
        this(code, rule, message, Optional.empty());
    }

    /**
     * The counter of a spend had not enough left.
     *
     * @param remainingMicros what the window has left, in millionths
     * @param retryAfterMillis when the same spend could fit
     */
    public static Refusal limitExceeded(Spend spend, String tool, long remainingMicros, long retryAfterMillis) {
        Limit limit = spend.limit();
        long retryAfterSeconds = Math.max(1, Math.floorDiv(retryAfterMillis + 999, 1000L));
        return new Refusal(
                Code.LIMIT_EXCEEDED,
                limit.rule(),
                Sentences.limitExceeded(spend, tool, retryAfterSeconds),
                Optional.of(new LimitFacts(
                        limit.counter(),
                        Micros.toDecimal(limit.maxMicros()),
                        limit.window().length().toSeconds(),
                        Micros.toDecimal(remainingMicros),
                        retryAfterSeconds)));
    }

    /** The counter of a limit cannot be reached, and the limit says to deny then. */
    public static Refusal stateUnavailable(Limit limit, String tool) {
        return new Refusal(Code.STATE_UNAVAILABLE, limit.rule(), Sentences.stateUnavailable(limit, tool));
    }

    /** What becomes of the call cannot be recorded, and without a record nothing may run. */
    public static Refusal unrecordable(String tool) {
        return new Refusal(Code.STATE_UNAVAILABLE, "(audit)", Sentences.unrecordable(tool));
    }

    /** Nobody has approved yet. */
    public static Refusal approvalPending(Refusal question, String sentence) {
        return new Refusal(Code.APPROVAL_REQUIRED, question.rule(), sentence);
    }

    /**
     * A person said no.
     *
     * @param note what that person wants the agent to know; may be empty
     */
    public static Refusal approvalDenied(Refusal question, String note) {
        return new Refusal(Code.APPROVAL_DENIED, question.rule(), Sentences.approvalDenied(note));
    }

    /**
     * An approval can be used no more.
     *
     * @param why what became of it, such as {@code expired}
     */
    public static Refusal approvalGone(Refusal question, String why) {
        return new Refusal(Code.APPROVAL_EXPIRED, question.rule(), Sentences.approvalGone(why));
    }

    /** A person cannot be asked, or not now. */
    public static Refusal cannotAsk(Refusal question, String why) {
        return new Refusal(Code.STATE_UNAVAILABLE, question.rule(), Sentences.cannotAsk(why));
    }

    /** The arguments are too long to be put before a person. */
    public static Refusal unshowable(Refusal question, int most) {
        return new Refusal(Code.ARGUMENT_DENIED, question.rule(), Sentences.unshowable("arguments are", most));
    }

    /** The tool's name is too long to be put before a person. */
    public static Refusal unshowableTool(Refusal question, int most) {
        return new Refusal(Code.TOOL_DENIED, question.rule(), Sentences.unshowable("tool's name is", most));
    }
}
