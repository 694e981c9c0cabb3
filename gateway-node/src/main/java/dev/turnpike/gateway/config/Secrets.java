package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The secrets of this node, by reference. A secret is a line of printable ASCII, so that it can stand in an HTTP
 * header (RFC 9110, section 5.5) and cannot begin another one. Thread-safe; reads files: not for an event loop.
 */
public final class Secrets {
    private static final int MOST_BYTES = 16 * 1024;

    private final Map<String, String> environment;

    /** The secrets of a process with this environment. */
    public Secrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Looks it up now. A file loses its last line break.
     *
     * @throws SecretException if it is not there or not usable; the message shows no part of it
     */
    public Secret resolve(SecretReference reference) {
        String text = switch (reference.source()) {
            case ENV -> environment.getOrDefault(reference.place(), "");
            case FILE -> read(reference);
        };
        if (text.isEmpty()) {
            throw new SecretException("`" + reference + "` is not set or empty");
        }
        if (!text.chars().allMatch(character -> character >= 0x20 && character < 0x7f) || !text.equals(text.strip())) {
            throw new SecretException(
                    "`" + reference + "` is not one line of printable ASCII without space at either end");
        }
        return new Secret(text);
    }

    private static String read(SecretReference reference) {
        Path file = Path.of(reference.place());
        if (!Files.isRegularFile(file)) {
            throw new SecretException("`" + reference + "` is no file");
        }
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new SecretException("`" + reference + "` is larger than 16KiB");
            }
            return new String(bytes, ISO_8859_1).replaceFirst("\r?\n\\z", "");
        } catch (AccessDeniedException denied) {
            throw new SecretException("`" + reference + "` may not be read by this process");
        } catch (IOException unreadable) {
            throw new SecretException("`" + reference + "` cannot be read");
        }
    }
}
