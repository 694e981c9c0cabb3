package dev.turnpike.gateway.cli.scan;

import java.util.Locale;

/** What the worst call of a tool does, mildest first. */
public enum Risk {
    /** It tells something and changes nothing. */
    READ,
    /** It adds or changes something that can be changed back. */
    WRITE,
    /** It makes something run, with effects of its own. */
    EXECUTE,
    /** It ends or loses something for good. */
    DESTRUCTIVE,
    /** It moves money. */
    FINANCIAL;

    /** For people: {@code Read}. */
    public String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    Risk atLeast(Risk other) {
        return compareTo(other) < 0 ? other : this;
    }
}
