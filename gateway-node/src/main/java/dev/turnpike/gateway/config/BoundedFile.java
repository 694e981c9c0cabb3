package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files of text that a person wrote: of bounded size, and UTF-8. */
final class BoundedFile {
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    /** Reads all of it. */
    static String read(Path file) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new TooLargeException();
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    /** Why, for people. */
    static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "this process may not read it";
        }
        if (unreadable instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        return unreadable instanceof TooLargeException ? "it is larger than 2MiB" : "is it a file?";
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private BoundedFile() {}
}
