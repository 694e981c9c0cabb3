package dev.turnpike.gateway.audit;

import java.io.Closeable;
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

/**
 * A file that belongs to one writer: a second one would tear the chain, and is refused. The lock is on a file beside it,
 * because a process gives up its locks on a file as soon as any part of it closes that file, and records are read, too (see
 * {@link FileLock}).
 */
final class RegularFile implements Output {
    private static final Logger LOG = LoggerFactory.getLogger(RegularFile.class);

    private final FileChannel channel;
    private final Closeable lock;
    private long size;
    /** Whether behind {@code size} there is half of something that could not be written. */
    private boolean ragged;

    private RegularFile(FileChannel channel, Closeable lock) throws IOException {
        this.channel = channel;
        this.lock = lock;
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
        Closeable lock = lock(path);
        try {
            if (!Files.exists(path)
                    && directory != null
                    && directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            }
            return new RegularFile(
                    FileChannel.open(
                            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    lock);
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    private static Closeable lock(Path path) throws IOException {
        FileChannel channel;
        FileLock lock;
        try {
            channel = FileChannel.open(
                    path.resolveSibling(path.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException unsupported) {
            LOG.warn("audit file {} cannot be locked: {}", path, unsupported.getMessage());
            return () -> {};
        }
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ownedHere) {
            lock = null;
        } catch (IOException unsupported) {
            LOG.warn("audit file {} cannot be locked: {}", path, unsupported.getMessage());
            return channel;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another node writes it; give each node an `audit-file` of its own");
        }
        return channel;
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
        try (lock) {
            channel.close();
        }
    }
}
