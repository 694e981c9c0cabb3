package dev.turnpike.gateway.cli.scan;

import dev.turnpike.gateway.mcp.Shown;

/**
 * Text of others, made fit for a terminal and for a comment: one line, no control or format characters (which could
 * rewrite what the reader sees, or end the comment), and not long.
 */
public final class PlainText {
    private static final int MAX_CHARS = 120;

    private PlainText() {}

    public static String of(String text) {
        return of(text, MAX_CHARS);
    }

    /** The first {@code most} characters, made fit. */
    public static String of(String text, int most) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(most).forEach(code -> plain.appendCodePoint(isPlain(code) ? code : '?'));
        return text.codePointCount(0, text.length()) > most ? plain.append('…').toString() : plain.toString();
    }

    /** Whether a terminal shows it as one character, and does nothing else. */
    public static boolean isPlain(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> !Shown.leavesNoMark(code);
        };
    }
}
