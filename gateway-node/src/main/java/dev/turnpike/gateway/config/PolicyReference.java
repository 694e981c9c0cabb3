package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Resource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a policy is named: {@code careful} means the one in force, and follows it; {@code careful@7} is pinned to what the
 * policy said at that revision.
 *
 * @param revision 0 for the one in force
 */
public record PolicyReference(String name, long revision) {
    static final String EXPECTED =
            "the name of a policy, or `name@revision`; names have lower-case letters, digits, `.`, `_` and `-`, at most 63";

    private static final char PIN = '@';
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9][a-z0-9._-]{0,62})(?:" + PIN + "([1-9][0-9]{0,17}))?");

    /** What {@link #text} writes; empty for any other text. */
    public static Optional<PolicyReference> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new PolicyReference(form.group(1), form.group(2) == null ? 0 : Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    /** Whether it means one revision. */
    public boolean isPinned() {
        return revision > 0;
    }

    /** As documents have it. */
    public String text() {
        return isPinned() ? name + PIN + revision : name;
    }

    /** What the registry holds it as: no document that people write can have the name of a pinned one. */
    Resource.Id id() {
        return new Resource.Id(Resource.Kind.POLICY, text());
    }

    /** Whether the registry holds it for grants that are pinned to it, rather than because somebody wrote it. */
    public static boolean isPin(Resource.Id id) {
        return id.kind() == Resource.Kind.POLICY && id.name().indexOf(PIN) >= 0;
    }

    /** Whether a document of the registry may speak of a pin: one in its normal form that does not, names none. */
    static boolean mayPin(Resource grant) {
        return grant.kind() == Resource.Kind.GRANT && grant.json().indexOf(PIN) >= 0;
    }
}
