package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a secret is found at a node: {@code env:NAME} or {@code file:/absolute/path}.
 *
 * @param place the variable's name or the absolute path
 */
public record SecretReference(Source source, String place) {
    /** The kinds of place. */
    public enum Source {
        ENV("env:"),
        FILE("file:");

        private final String scheme;

        Source(String scheme) {
            this.scheme = scheme;
        }
    }

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    public SecretReference {
        requireNonNull(source, "source");
        requireNonNull(place, "place");
    }

    /** The reference that {@code text} is, or empty: the text may then be a secret itself and must not be shown. */
    public static Optional<SecretReference> parse(String text) {
        if (text.startsWith(Source.ENV.scheme)) {
            return Optional.of(text.substring(Source.ENV.scheme.length()))
                    .filter(name -> VARIABLE.matcher(name).matches())
                    .map(name -> new SecretReference(Source.ENV, name));
        }
        if (text.startsWith(Source.FILE.scheme)) {
            return Optional.of(text.substring(Source.FILE.scheme.length()))
                    .filter(path -> path.indexOf('\0') < 0 && Path.of(path).isAbsolute())
                    .map(path -> new SecretReference(Source.FILE, path));
        }
        return Optional.empty();
    }

    /** As written in documents. */
    @Override
    public String toString() {
        return source.scheme + place;
    }
}
