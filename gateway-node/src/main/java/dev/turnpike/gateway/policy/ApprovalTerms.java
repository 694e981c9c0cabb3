package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a person is asked.
 *
 * @param expiresIn how long the question stays open
 * @param mode how the agent waits; empty: what the client can do
 * @param approvers how many different people must agree, at least 1
 * @param uses how many calls one approval lets through, at least 1
 * @param validFor how long an approval may be used once given; empty: as long as the question would have stayed open
 * @param holdFor the longest that a request is held open in {@link Mode#HOLD}
 */
public record ApprovalTerms(
        Duration expiresIn,
        Optional<Mode> mode,
        int approvers,
        int uses,
        Optional<Duration> validFor,
        Duration holdFor) {
    /** How the agent waits for the answer. */
    public enum Mode {
        /** It repeats the same call later. */
        RETRY,
        /** Its request is held open for a while. */
        HOLD,
        /** The client is told where a person can decide. */
        ELICIT
    }

    /** The terms of a policy that says nothing else. */
    public static final ApprovalTerms DEFAULT =
            new ApprovalTerms(Duration.ofMinutes(30), Optional.empty(), 1, 1, Optional.empty(), Duration.ofSeconds(50));

    public ApprovalTerms {
        requireNonNull(expiresIn, "expiresIn");
        requireNonNull(mode, "mode");
        requireNonNull(validFor, "validFor");
        requireNonNull(holdFor, "holdFor");
    }
}
