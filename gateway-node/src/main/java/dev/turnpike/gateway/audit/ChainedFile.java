package dev.turnpike.gateway.audit;

import static java.util.Objects.requireNonNull;

import dev.turnpike.gateway.audit.trail.Link;
import dev.turnpike.gateway.audit.trail.Mark;
import dev.turnpike.gateway.audit.trail.Mark.Checkpoint.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one chain: appends records to the current one, begins the next one when it is full, and goes on after a
 * restart. What fails leaves the chain as it was. Confined to one thread at a time.
 */
final class ChainedFile implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ChainedFile.class);
    private static final long CHECKPOINT_LINES = 10_000;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int CHAIN_NAME_CHARS = 16;

    private final AuditLog log;
    private final Output.Opening opening;
    private final InstantSource clock;
    private final FileNames names;
    private final ChainedText text;
    /** What the file's first line says. */
    private Mark.Head head;
    /** Number of the line before the file's first one. */
    private long before;
    /** Null while the next file cannot be begun. */
    private @Nullable Output out;

    private boolean resumed;
    private boolean canRotate;
    private long lastCheckpoint;
    private Instant checkpointed;
    private Instant nextRotation = Instant.MIN;

    private ChainedFile(AuditLog log, Output.Opening opening, InstantSource clock) throws IOException {
        Link beginning = Chain.beginning();
        this.log = log;
        this.opening = opening;
        this.clock = clock;
        this.names = new FileNames(log.file());
        this.text = new ChainedText(beginning, clock);
        this.checkpointed = clock.instant();
        this.head = new Mark.Head(log.node(), beginning.hash().substring(0, CHAIN_NAME_CHARS), 1, "", "");
    }

    /** Opens the file, or begins it, and goes on with its chain; on a disk that is full, once it is not. */
    static ChainedFile open(AuditLog log, Output.Opening opening, InstantSource clock) throws IOException {
        ChainedFile file = new ChainedFile(log, opening, clock);
        Output opened = opening.open(log.file());
        try {
            file.resume(opened);
        } catch (IOException failure) {
            LOG.error("audit file {} cannot be written: {}", log.file(), failure.getMessage());
        }
        return file;
    }

    /** Whether there is a file that can be written, as far as is known. */
    boolean isOpen() {
        return out != null;
    }

    /**
     * Appends the records, and before them how many are missing.
     *
     * @param dropped how many records were lost since this was last said
     * @return how many of {@code records} have no written form; the others are written
     * @throws IOException if nothing was written
     */
    int append(List<Line> records, long dropped) throws IOException {
        Output to = output();
        if (dropped > 0) {
            text.add(new Mark.Dropped(dropped));
        }
        int unwritable = 0;
        for (Line record : records) {
            unwritable += text.add(record) ? 0 : 1;
        }
        if (text.last().seq() - lastCheckpoint >= CHECKPOINT_LINES) {
            addCheckpoint(Reason.PERIODIC);
        }
        text.writeTo(to);
        return unwritable;
    }

    /**
     * Writes a checkpoint if it is time, and something was written since the last one; tries again what failed before.
     *
     * @return whether something was written
     */
    boolean tick() throws IOException {
        if (out == null) {
            output();
            return true;
        }
        Duration since = Duration.between(checkpointed, clock.instant());
        if (since.isNegative()) {
            checkpointed = clock.instant(); // the clock stepped back
        }
        Output to = out;
        if (to == null || since.compareTo(PAUSE) < 0 || text.last().seq() <= lastCheckpoint) {
            return false;
        }
        addCheckpoint(Reason.PERIODIC);
        text.writeTo(to);
        to.force();
        return true;
    }

    @Override
    public void close() throws IOException {
        Output to = out;
        if (to != null) {
            try (to) {
                addCheckpoint(Reason.STOP);
                text.writeTo(to);
                to.force();
            }
        }
    }

    /** The current file; the next one if that is full. */
    private Output output() throws IOException {
        Output current = out;
        if (current == null) {
            return resumed ? begin() : resume(opening.open(log.file()));
        }
        boolean full = canRotate
                && log.rotateBytes().filter(most -> current.size() >= most).isPresent()
                && !clock.instant().isBefore(nextRotation);
        return full ? rotate(current) : current;
    }

    private Output resume(Output opened) throws IOException {
        try {
            Optional<Tail> found = opened.tail();
            canRotate = found.isPresent();
            if (found.isPresent() && found.get().canContinue()) {
                goOn(opened, found.get());
                out = opened;
            } else if (found.isPresent() && found.get().size() > 0) {
                setAside(opened);
            } else {
                findBefore();
                writeHead(opened);
                out = opened;
            }
            resumed = true;
            return requireNonNull(out);
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private void goOn(Output opened, Tail tail) throws IOException {
        head = tail.head().orElseThrow();
        before = tail.first().orElseThrow().seq() - 1;
        text.goOnAfter(tail.last().orElseThrow(), tail.torn());
        addCheckpoint(Reason.START);
        text.writeTo(opened);
    }

    /** The file is new, but it may be that a writer died between two files. */
    private void findBefore() throws IOException {
        List<Path> full = canRotate ? names.full() : List.of();
        if (full.isEmpty()) {
            return;
        }
        Path newest = full.get(full.size() - 1);
        Tail tail = Tail.of(newest);
        if (tail.canContinue()) {
            text.goOnAfter(tail.last().orElseThrow(), /* torn= */ "");
            head = next(tail.head().orElseThrow(), newest);
        }
    }

    /** What is there is no chain, or not a sound one: it is kept beside, and a new chain begins. */
    private void setAside(Output opened) throws IOException {
        Path aside = names.full(clock.instant(), /* number= */ 0);
        Files.move(log.file(), aside);
        opened.close();
        LOG.warn("audit file {} cannot be continued: it is kept as {}, and a new chain begins", log.file(), aside);
        head = new Mark.Head(head.node(), head.chain(), head.file(), "", name(aside));
        begin();
    }

    private Output rotate(Output full) throws IOException {
        Path name = names.full(clock.instant(), head.file());
        try {
            Files.move(log.file(), name);
        } catch (IOException failure) {
            LOG.error("audit file {} is full and cannot be renamed: {}", log.file(), failure.toString());
            nextRotation = clock.instant().plus(PAUSE);
            return full;
        }
        end(full);
        out = null;
        head = next(head, name);
        Output next = begin();
        discard(next);
        return next;
    }

    /** That a full file has its last line is good to see, but the next file's first line proves as much. */
    private void end(Output full) {
        try (full) {
            addCheckpoint(Reason.ROTATE);
            text.writeTo(full);
            full.force();
        } catch (IOException failure) {
            LOG.warn("the last line of a full audit file cannot be written: {}", failure.toString());
        }
    }

    private Output begin() throws IOException {
        Output opened = opening.open(log.file());
        try {
            writeHead(opened);
            out = opened;
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private void writeHead(Output to) throws IOException {
        before = text.last().seq();
        text.add(head);
        text.writeTo(to);
        lastCheckpoint = text.last().seq();
    }

    private Mark.Head next(Mark.Head last, Path name) {
        return new Mark.Head(log.node(), last.chain(), last.file() + 1, name(name), "");
    }

    /** Deletes the oldest full files if there are more than are to be kept, and says so. */
    private void discard(Output to) {
        if (log.keep() == 0) {
            return;
        }
        try {
            List<Path> full = names.full();
            for (Path old : full.subList(0, Math.max(0, full.size() - log.keep()))) {
                text.add(new Mark.Discarded(name(old)));
                text.writeTo(to);
                Files.deleteIfExists(old);
            }
        } catch (IOException failure) {
            LOG.error("an old audit file cannot be deleted: {}", failure.toString());
        }
    }

    private void addCheckpoint(Reason reason) throws IOException {
        text.add(new Mark.Checkpoint(reason, text.last().seq() + 1 - before));
        lastCheckpoint = text.last().seq();
        checkpointed = clock.instant();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
