package dev.turnpike.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the files that people name on the command line. */
final class TextFile {
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private TextFile() {}

    /** The file's text, which is UTF-8. */
    static String read(Path file) throws UnreadableFile {
        if (Files.isDirectory(file)) {
            throw new UnreadableFile(file, "is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new UnreadableFile(file, "is larger than " + MOST_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new UnreadableFile(file, "no such file");
        } catch (AccessDeniedException e) {
            throw new UnreadableFile(file, "may not be read");
        } catch (CharacterCodingException e) {
            throw new UnreadableFile(file, "is not UTF-8");
        } catch (IOException e) {
            throw new UnreadableFile(file, "cannot be read");
        }
    }

    /** A file that is not there, or not a text. */
    static final class UnreadableFile extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableFile(Path file, String why) {
            super(file + ": " + why, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        }
    }
}
