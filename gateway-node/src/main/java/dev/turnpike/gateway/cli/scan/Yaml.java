package dev.turnpike.gateway.cli.scan;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Text as YAML scalars that every YAML reader takes for the same text. */
final class Yaml {
    private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    /** Words that some YAML version reads as something else than text. */
    private static final Set<String> RESERVED = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private Yaml() {}

    /** As it is where that is safe, quoted otherwise. */
    static String key(String text) {
        return BARE.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
    }

    /** Double-quoted. What is not printable is escaped; the rest of Unicode stands as it is. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(unit -> {
            if (unit == '"' || unit == '\\') {
                quoted.append('\\').append((char) unit);
            } else if ((unit >= 0x20 && unit < 0x7f) || (unit >= 0xa0 && unit < 0x2000) || isText((char) unit)) {
                quoted.append((char) unit);
            } else {
                quoted.append("\\u%04x".formatted(unit));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isText(char unit) {
        return unit >= 0x2000
                && Character.isDefined(unit)
                && !Character.isSurrogate(unit)
                && Character.getType(unit) != Character.FORMAT
                && Character.getType(unit) != Character.PRIVATE_USE
                && Character.getType(unit) != Character.LINE_SEPARATOR
                && Character.getType(unit) != Character.PARAGRAPH_SEPARATOR;
    }

    static String list(List<String> values) {
        return values.stream().map(Yaml::key).collect(joining(", ", "[", "]"));
    }

    /** The path of a top-level argument in a policy. */
    static String path(String argument) {
        return PLAIN_KEY.matcher(argument).matches()
                ? "args." + argument
                : "args[\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }
}
