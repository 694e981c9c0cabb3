package dev.turnpike.gateway.http.console;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import dev.turnpike.gateway.mcp.Shown;

/**
 * Text as a person must see it to decide: what is invisible, or turns the order of what is around it, stands as an
 * escape, which JSON reads as the same; and nothing is taken for markup.
 */
final class Legible {
    static final Mustache.Escaper ESCAPER = text -> Escapers.HTML.escape(of(text));

    private Legible() {}

    static String of(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            if (isSeen(point)) {
                legible.appendCodePoint(point);
            } else {
                for (int unit = i; unit < i + length; unit++) {
                    legible.append(String.format("\\u%04x", (int) text.charAt(unit)));
                }
            }
            i += length;
        }
        return legible.toString();
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\r' || point == '\t';
            case Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> !Shown.leavesNoMark(point);
        };
    }
}
