package dev.turnpike.gateway.audit.trail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at audit files from the newest line back, for as long as its bounds allow. Confined to one thread.
 *
 * <p>A record is written after its time, and so before every mark that follows it: what stands before a mark is older than
 * that. So the search ends at the first mark that is older than everything that is wanted.
 */
public final class TrailSearch {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private static final Set<String> TIMED = Set.of("chain", "checkpoint");
    /** Steps of approvals have the time of another node's clock. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final RecordFilter filter;
    private final int most;
    private final Bounds bounds;
    private final long startedNanos = System.nanoTime();
    private final Optional<Instant> oldest;
    private final List<String> records = new ArrayList<>();
    private long length;
    private long lines;
    private long bytes;
    private long unreadable;
    private long dropped;

    /**
     * Where one look ends.
     *
     * @param length of all records, in characters
     * @param lines that are read
     * @param bytes that are read
     */
    public record Bounds(long length, long lines, long bytes, Duration time) {}

    /**
     * A search.
     *
     * @param most so many records
     */
    public TrailSearch(RecordFilter filter, int most, Bounds bounds) {
        this.filter = filter;
        this.most = most;
        this.bounds = bounds;
        this.oldest = filter.since().map(since -> since.minus(SKEW));
    }

    /**
     * Looks at one file.
     *
     * @param end where to begin, to go back from there
     * @return the page, if the search ends in this file; empty if it goes on in the file before
     */
    public Optional<TrailPage> in(TrailFile file, long end) throws IOException {
        LinesBack back = new LinesBack(file.channel(), end);
        byte @Nullable [] line = back.previous();
        while (line != null) {
            lines++;
            bytes += line.length;
            if (isOlderThanAllAfter(line)) {
                return Optional.of(end());
            }
            if (isFull()) {
                return Optional.of(page(Optional.of(new TrailPlace(file.key(), back.place()))));
            }
            line = back.previous();
        }
        return Optional.empty();
    }

    /** What was found, where there is nothing more. */
    public TrailPage end() {
        return page(Optional.empty());
    }

    private TrailPage page(Optional<TrailPlace> next) {
        return new TrailPage(records, next, unreadable, dropped);
    }

    private boolean isFull() {
        return records.size() >= most
                || length >= bounds.length()
                || lines >= bounds.lines()
                || bytes >= bounds.bytes()
                || System.nanoTime() - startedNanos >= bounds.time().toNanos();
    }

    /** Takes the line, and answers whether nothing before it is wanted. */
    private boolean isOlderThanAllAfter(byte[] line) {
        JsonNode record;
        try {
            record = JSON.readTree(line);
        } catch (IOException broken) {
            unreadable++;
            return false;
        }
        String type = record.path("type").asText();
        if (!record.isObject()) {
            unreadable++;
        } else if (Mark.KINDS.contains(type)) {
            dropped += type.equals("dropped") ? record.path("records").asLong() : 0;
            return TIMED.contains(type) && isOlder(record.path("time").asText());
        } else if (filter.test(record)) {
            records.add(new String(line, UTF_8));
            length += line.length;
        }
        return false;
    }

    private boolean isOlder(String time) {
        try {
            return oldest.isPresent() && Instant.parse(time).isBefore(oldest.get());
        } catch (DateTimeException unreadableTime) {
            return false;
        }
    }
}
