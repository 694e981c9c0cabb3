package dev.turnpike.gateway.audit;

import dev.turnpike.gateway.audit.trail.RecordFilter;
import dev.turnpike.gateway.audit.trail.TrailFile;
import dev.turnpike.gateway.audit.trail.TrailPage;
import dev.turnpike.gateway.audit.trail.TrailPlace;
import dev.turnpike.gateway.audit.trail.TrailSearch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node's own audit files say, while it writes them. Thread-safe; blocks. */
public final class OwnTrail {
    private static final Logger LOG = LoggerFactory.getLogger(OwnTrail.class);
    private static final TrailSearch.Bounds BOUNDS =
            new TrailSearch.Bounds(4L << 20, 500_000, 512L << 20, Duration.ofSeconds(2));

    private final Path file;
    private final FileNames names;
    private final TrailSearch.Bounds bounds;

    /** The trail that ends in this file. */
    public OwnTrail(Path file) {
        this(file, BOUNDS);
    }

    OwnTrail(Path file, TrailSearch.Bounds bounds) {
        this.file = file;
        this.names = new FileNames(file);
        this.bounds = bounds;
    }

    /** Whether it can be read: what goes to a pipe or a device cannot. */
    public boolean isReadable() {
        return Files.isRegularFile(file);
    }

    /**
     * The newest records that fit, as far as one look goes.
     *
     * @param after where the page before ended
     * @throws FileNotFoundException if the file in which that was is not there any more
     */
    public TrailPage page(RecordFilter filter, int most, Optional<TrailPlace> after) throws IOException {
        Look look = new Look(new TrailSearch(filter, most, bounds), after);
        // The current file is opened before the others are listed: should it become full in between, it is among them.
        try (TrailFile current = TrailFile.open(file)) {
            Optional<TrailPage> page = look.in(current);
            List<Path> full = names.full();
            for (int i = full.size() - 1; i >= 0 && page.isEmpty(); i--) {
                try (TrailFile older = TrailFile.open(full.get(i))) {
                    page = older.key().equals(current.key()) ? page : look.in(older);
                } catch (NoSuchFileException discarded) {
                    LOG.debug("an old audit file went while it was about to be read: {}", discarded.getMessage());
                }
            }
            return page.isPresent() ? page.get() : look.end();
        }
    }

    /** A search that begins where the page before ended. */
    private static final class Look {
        private final TrailSearch search;
        private final Optional<TrailPlace> after;
        private boolean begun;

        Look(TrailSearch search, Optional<TrailPlace> after) {
            this.search = search;
            this.after = after;
            this.begun = after.isEmpty();
        }

        Optional<TrailPage> in(TrailFile one) throws IOException {
            long size = one.channel().size();
            if (begun) {
                return search.in(one, size);
            }
            Optional<TrailPlace> here = after.filter(place -> place.file().equals(one.key()));
            begun = here.isPresent();
            return begun ? search.in(one, Math.min(here.get().offset(), size)) : Optional.empty();
        }

        TrailPage end() throws FileNotFoundException {
            if (!begun) {
                throw new FileNotFoundException("the file in which the page before ended is not here any more");
            }
            return search.end();
        }
    }
}
