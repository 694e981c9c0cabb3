package dev.turnpike.gateway.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads how a person is asked. */
final class ApprovalReader {
    private static final Set<String> FIELDS =
            Set.of("expires_in", "mode", "approvers", "uses", "valid_for", "hold_for");
    private static final Duration CLIENTS_GIVE_UP = Duration.ofSeconds(60);

    private ApprovalReader() {}

    static ApprovalTerms read(Entry entry) {
        if (!entry.isPresent() || !entry.isObject(FIELDS)) {
            return ApprovalTerms.DEFAULT;
        }
        Optional<Duration> holdFor = WindowReader.duration(entry.field("hold_for"));
        if (holdFor.filter(duration -> duration.compareTo(CLIENTS_GIVE_UP) >= 0).isPresent()) {
            entry.problems().warn(entry.field("hold_for").pointer(), "most clients give up on a request after 60 s");
        }
        return new ApprovalTerms(
                WindowReader.duration(entry.field("expires_in")).orElse(ApprovalTerms.DEFAULT.expiresIn()),
                entry.field("mode").word(ApprovalTerms.Mode.values()),
                entry.field("approvers").count(Caps.APPROVERS).orElse(ApprovalTerms.DEFAULT.approvers()),
                entry.field("uses").count(Caps.USES).orElse(ApprovalTerms.DEFAULT.uses()),
                WindowReader.duration(entry.field("valid_for")),
                holdFor.orElse(ApprovalTerms.DEFAULT.holdFor()));
    }
}
