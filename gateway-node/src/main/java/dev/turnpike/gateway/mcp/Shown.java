package dev.turnpike.gateway.mcp;

/** A peer's text as it may appear in an error: bounded, so that an answer never grows with what was sent. */
public final class Shown {
    private static final int MOST_CHARS = 128;

    private Shown() {}

    /** The text, or its beginning. */
    public static String text(String text) {
        if (text.length() <= MOST_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
        return text.substring(0, end) + "…";
    }
}
