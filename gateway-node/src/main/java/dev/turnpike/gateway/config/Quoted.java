package dev.turnpike.gateway.config;

/** What a person wrote, fit to stand in a message of one line. */
final class Quoted {
    private static final int LONGEST = 80;

    static String of(String text) {
        String line = text.codePoints()
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private Quoted() {}
}
