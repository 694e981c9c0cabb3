package dev.turnpike.gateway.audit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two records of a node; it stays where it is when others are written and when files get other names.
 *
 * @param file the beginning of the hash of the file's first line
 * @param offset in bytes
 */
public record TrailPlace(String file, long offset) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22}):([0-9]{1,18})");

    /** The place that {@link #text} wrote; empty for any other text. */
    public static Optional<TrailPlace> parse(String text) {
        try {
            Matcher form = FORM.matcher(new String(Base64.getUrlDecoder().decode(text), UTF_8));
            return form.matches()
                    ? Optional.of(new TrailPlace(form.group(1), Long.parseLong(form.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Opaque, fit for a URL. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((file + ":" + offset).getBytes(UTF_8));
    }

    /** What a file is known by, whatever it is called: its first line never changes. */
    static String key(byte[] firstLine) {
        return ChainedLine.encoded(ChainedLine.sha256().digest(firstLine)).substring(0, 22);
    }
}
