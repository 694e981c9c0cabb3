package dev.turnpike.clusterstate;

import static java.util.Objects.requireNonNull;

/**
 * What a person is asked: whether one call may be made.
 *
 * @param fingerprint tells calls apart: equal exactly for calls that one approval may cover
 * @param grant who asks
 * @param server where the call goes
 * @param tool what it calls
 * @param rule JSON Pointer of the rule that asks
 * @param reason a sentence for people
 * @param policy the name of the policy
 * @param policyRevision its revision
 * @param arguments JSON of the arguments, or empty once nobody needs them any more
 * @param terms how the question is decided
 */
public record Question(
        String fingerprint,
        String grant,
        String server,
        String tool,
        String rule,
        String reason,
        String policy,
        long policyRevision,
        String arguments,
        Terms terms) {
    /** The longest arguments that are put before a person, in characters. */
    public static final int LONGEST_ARGUMENTS = 64 * 1024;

    /** The longest name of a tool that is put before a person, in characters: who calls chooses it. */
    public static final int LONGEST_TOOL = 256;

    /**
     * How a question is decided.
     *
     * @param expiresInMillis how long it stays open
     * @param validForMillis how long the approval may be used once given; 0 for as long as the question would have
     *     stayed open
     * @param approvers how many different people must agree, at least 1
     * @param uses how many calls the approval lets through, at least 1
     */
    public record Terms(long expiresInMillis, long validForMillis, int approvers, int uses) {
        public Terms {
            if (expiresInMillis < 1 || validForMillis < 0 || approvers < 1 || uses < 1) {
                throw new IllegalArgumentException("terms: " + expiresInMillis + " ms, " + validForMillis + " ms, "
                        + approvers + " approvers, " + uses + " uses (expected: each >= 1, valid for >= 0)");
            }
        }
    }

    /** @throws IllegalArgumentException if the arguments or the tool's name are too long */
    public Question {
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(grant, "grant");
        requireNonNull(server, "server");
        requireNonNull(tool, "tool");
        requireNonNull(rule, "rule");
        requireNonNull(reason, "reason");
        requireNonNull(policy, "policy");
        requireNonNull(terms, "terms");
        requireShort(arguments);
        if (tool.length() > LONGEST_TOOL) {
            throw new IllegalArgumentException(
                    "tool: " + tool.length() + " characters (expected: at most " + LONGEST_TOOL + ")");
        }
    }

    static void requireShort(String arguments) {
        if (arguments.length() > LONGEST_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "arguments: " + arguments.length() + " characters (expected: at most " + LONGEST_ARGUMENTS + ")");
        }
    }

    /** The same without the arguments. */
    public Question withoutArguments() {
        return new Question(fingerprint, grant, server, tool, rule, reason, policy, policyRevision, "", terms);
    }

    /** Without the arguments, which must not come into a log. */
    @Override
    public String toString() {
        return "question of " + grant + " about " + tool + " on " + server;
    }
}
