package dev.turnpike.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that belongs to one writer: a second one would tear the chain, and is refused. */
final class RegularFile implements Output {
    private static final Logger LOG = LoggerFactory.getLogger(RegularFile.class);

    private final FileChannel channel;
    private long size;
    /** Whether behind {@code size} there is half of something that could not be written. */
    private boolean ragged;

    private RegularFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /** Opens the file, a pipe or a device; a new file is for its owner to read and write, and for the group to read. */
    static Output open(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return new Pipe(Files.newOutputStream(path, StandardOpenOption.APPEND));
        }
        if (!Files.exists(path)
                && directory != null
                && directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, path);
            return new RegularFile(channel);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static void lock(FileChannel channel, Path path) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ownedHere) {
            lock = null;
        } catch (IOException unsupported) {
            LOG.warn("audit file {} cannot be locked: {}", path, unsupported.getMessage());
            return;
        }
        if (lock == null) {
            throw new IOException("another node writes it; give each node an `audit-file` of its own");
        }
    }

    @Override
    public void write(ByteBuffer text) throws IOException {
        try {
            if (ragged) {
                channel.truncate(size);
            }
            ragged = true;
            long at = size;
            while (text.hasRemaining()) {
                at += channel.write(text, at);
            }
            size = at;
            ragged = false;
        } catch (IOException failure) {
            undo();
            throw failure;
        }
    }

    private void undo() {
        try {
            channel.truncate(size);
            ragged = false;
        } catch (IOException later) {
            ragged = true;
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Optional<Tail> tail() throws IOException {
        return Optional.of(Tail.of(channel));
    }

    @Override
    public void force() throws IOException {
        channel.force(/* metaData= */ false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
