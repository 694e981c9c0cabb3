package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.policy.Policy;
import java.time.Instant;
import java.util.Optional;

/**
 * A labelled bearer token, bound to one server and one policy. Knows the token's hash only.
 *
 * @param server name of the only server that may be called with it
 * @param policy what may be called; {@link Policy#none} without one
 * @param policyName of the policy document, if there is one
 * @param policyRevision of the policy document; 0 without one
 * @param expires from when on it is void
 * @param disabled whether it is void for now
 * @param revision of its own document
 */
public record Grant(
        String name,
        String server,
        Policy policy,
        Optional<String> policyName,
        long policyRevision,
        Optional<Instant> expires,
        boolean disabled,
        long revision) {
    public Grant {
        requireNonNull(name, "name");
        requireNonNull(server, "server");
        requireNonNull(policy, "policy");
        requireNonNull(policyName, "policyName");
        requireNonNull(expires, "expires");
    }

    /** Whether a call that arrives at {@code now} may use it. */
    public boolean valid(Instant now) {
        return !disabled && expires.map(now::isBefore).orElse(true);
    }

    /** The same, void from {@code end} on if not before. */
    Grant endingBy(Instant end) {
        Instant earlier = expires.filter(end::isAfter).orElse(end);
        return new Grant(name, server, policy, policyName, policyRevision, Optional.of(earlier), disabled, revision);
    }
}
