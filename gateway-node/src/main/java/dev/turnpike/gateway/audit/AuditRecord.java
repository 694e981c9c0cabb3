package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was decided about one tool call, and what became of it. Holds the names of arguments, never their values.
 *
 * @param time when the request arrived
 * @param grant the caller's grant
 * @param server the server the call was for
 * @param tool the tool's name as the caller sent it, shortened to {@link #LONGEST_TOOL} characters
 * @param decision the verdict that was carried out
 * @param code the refusal's code; for {@link Verdict#WOULD_DENY} the one that was not carried out
 * @param rule JSON Pointer of the deciding rule
 * @param message the sentence that the agent got, or would have got
 * @param policy the policy's name
 * @param policyRevision the registry's revision of that policy, 0 without one
 * @param approval the id of the approval that the call waits for, or that decided it
 * @param arguments names of the top-level arguments, at most {@link #MOST_ARGUMENTS}
 * @param argumentsDigest by which calls with equal arguments are found; empty unless a key for it is set
 * @param values by what the values of the arguments are found, while they are kept; empty if they are not
 * @param counters the counters the call met, before and after
 * @param upstream what the server answered; empty for a call that was not forwarded
 * @param traceId of the trace that the call belongs to, 32 hexadecimal digits; empty if none is known
 * @param totalNanos from the request's arrival to the end of the answer
 */
public record AuditRecord(
        Instant time,
        String grant,
        String server,
        String tool,
        Verdict decision,
        Optional<String> code,
        Optional<String> rule,
        Optional<String> message,
        Optional<String> policy,
        long policyRevision,
        Optional<String> approval,
        List<String> arguments,
        Optional<ArgumentsDigest> argumentsDigest,
        Optional<String> values,
        List<CounterChange> counters,
        Optional<UpstreamAnswer> upstream,
        Optional<String> traceId,
        long totalNanos) {
    /** Longest tool name that is recorded, in characters. */
    public static final int LONGEST_TOOL = 256;

    /** Most argument names that are recorded. */
    public static final int MOST_ARGUMENTS = 64;

    /** What was done with the call. */
    public enum Verdict {
        ALLOW,
        DENY,
        /** It has to be made again once a person agrees. */
        ASK,
        WOULD_DENY
    }

    /**
     * One counter, in the policy's unit.
     *
     * @param windowStartMillis start of the window that was spent from, epoch milliseconds
     */
    public record CounterChange(
            String counter,
            String owner,
            BigDecimal before,
            BigDecimal after,
            BigDecimal max,
            long windowStartMillis) {}

    /**
     * How the upstream answered.
     *
     * @param status the HTTP status, or 0 where there was no answer
     * @param outcome {@code result}, {@code tool_error}, {@code error}, {@code input_required}, {@code unreachable},
     *     {@code timeout}, {@code broken}, {@code cancelled} or {@code unknown}
     * @param nanos from the forwarding to the end of the answer
     */
    public record UpstreamAnswer(int status, String outcome, long nanos) {}

    public AuditRecord {
        requireNonNull(time, "time");
        requireNonNull(decision, "decision");
        tool = shortened(tool);
        arguments = List.copyOf(arguments);
        counters = List.copyOf(counters);
    }

    /** The name's first characters, without half of one at the end, which could not be written. */
    static String shortened(String tool) {
        if (tool.length() <= LONGEST_TOOL) {
            return tool;
        }
        return tool.substring(
                0, Character.isHighSurrogate(tool.charAt(LONGEST_TOOL - 1)) ? LONGEST_TOOL - 1 : LONGEST_TOOL);
    }
}
