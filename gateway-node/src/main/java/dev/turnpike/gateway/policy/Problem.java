package dev.turnpike.gateway.policy;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something wrong with a document, for the person who wrote it.
 *
 * @param severity whether the document is refused for it
 * @param pointer JSON Pointer of the place; empty for the document as a whole
 * @param message what is wrong, in lower case and without a final stop
 * @param hint what to do about it
 * @param place where in the text, if it is known
 */
public record Problem(Severity severity, String pointer, String message, Optional<String> hint, Optional<Place> place) {
    /** What follows from a problem. */
    public enum Severity {
        /** The document is refused. */
        ERROR,
        /** The document works, but hardly as meant. */
        WARNING
    }

    /** A place in a text; both numbers begin at 1. */
    public record Place(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    public Problem {
        requireNonNull(severity, "severity");
        requireNonNull(pointer, "pointer");
        requireNonNull(message, "message");
        requireNonNull(hint, "hint");
        requireNonNull(place, "place");
    }

    /** Something for which the document is refused. */
    public static Problem error(String pointer, String message) {
        return new Problem(Severity.ERROR, pointer, message, Optional.empty(), Optional.empty());
    }

    static Problem warning(String pointer, String message) {
        return new Problem(Severity.WARNING, pointer, message, Optional.empty(), Optional.empty());
    }

    /** The same problem with a hint. */
    public Problem hint(String sentence) {
        return new Problem(severity, pointer, message, Optional.of(sentence), place);
    }

    Problem below(String base) {
        return new Problem(severity, base + pointer, message, hint, place);
    }

    Problem at(Place where) {
        return new Problem(severity, pointer, message, hint, Optional.of(where));
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** One line: {@code /tools/refund/limit: unknown field `limit`; did you mean `limits`? (line 3, column 9)}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(pointer.isEmpty() ? "(document)" : pointer);
        line.append(": ").append(message);
        hint.ifPresent(sentence -> line.append("; ").append(sentence));
        place.ifPresent(where -> line.append(" (").append(where).append(')'));
        return line.toString();
    }
}
