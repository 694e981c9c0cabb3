package dev.turnpike.gateway.config;

import static java.util.Objects.requireNonNull;

/**
 * A text with documents, from a file or a request.
 *
 * @param name what problems call it: the file's path below the resources directory, with {@code /}, or
 *     {@code (request)}
 * @param text JSON if the name ends in {@code .json} or it begins with a brace or bracket, otherwise YAML
 */
public record DocumentSource(String name, String text) {
    public DocumentSource {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }
}
