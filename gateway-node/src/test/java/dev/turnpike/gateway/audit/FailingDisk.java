package dev.turnpike.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Files on a disk that is full at times. */
final class FailingDisk implements Output.Opening {
    private volatile boolean full;

    void full(boolean now) {
        full = now;
    }

    @Override
    public Output open(Path path) throws IOException {
        Output file = RegularFile.open(path);
        return new Output() {
            @Override
            public void write(ByteBuffer text) throws IOException {
                if (full) {
                    throw new IOException("No space left on device");
                }
                file.write(text);
            }

            @Override
            public long size() {
                return file.size();
            }

            @Override
            public Optional<Tail> tail() throws IOException {
                return file.tail();
            }

            @Override
            public void force() throws IOException {
                file.force();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
