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

    /**
     * Whether a character that counts as a letter, a mark or a symbol leaves nothing to be seen: a filler, a selector of
     * variants, a blank (Unicode, {@code Default_Ignorable_Code_Point} beyond the category of formats).
     */
    public static boolean leavesNoMark(int point) {
        return point == 0x034F
                || (point >= 0x115F && point <= 0x1160)
                || (point >= 0x17B4 && point <= 0x17B5)
                || (point >= 0x180B && point <= 0x180F)
                || point == 0x2800
                || point == 0x3164
                || (point >= 0xFE00 && point <= 0xFE0F)
                || point == 0xFFA0
                || point == 0x1D159
                || (point >= 0xE0100 && point <= 0xE01EF);
    }
}
