package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

/** A value that must not be shown: whoever prints, logs or serializes one by accident gets a placeholder. */
public final class Secret {
    private final String text;

    Secret(String text) {
        this.text = requireNonNull(text, "text");
    }

    /** The value itself, for the one place that sends or hashes it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && text.equals(secret.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
