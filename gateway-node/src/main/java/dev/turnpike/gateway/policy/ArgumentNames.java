package dev.turnpike.gateway.policy;

import java.util.Collection;
import java.util.Set;

/**
 * The names of a call's arguments, without their values.
 *
 * @param complete whether there are no others
 */
public record ArgumentNames(Set<String> names, boolean complete) {
    public ArgumentNames {
        names = Set.copyOf(names);
    }

    /** All names, or some of them. */
    public static ArgumentNames of(Collection<String> names, boolean complete) {
        return new ArgumentNames(Set.copyOf(names), complete);
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Whether there is surely none of that name. */
    boolean lacks(String name) {
        return complete && !names.contains(name);
    }
}
