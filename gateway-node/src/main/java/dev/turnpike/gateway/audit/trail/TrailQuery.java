package dev.turnpike.gateway.audit.trail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Finds the newest records that fit, and counts all that do. Holds no more than those. */
public final class TrailQuery {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final Comparator<Hit> AGE = Comparator.comparing(Hit::time).thenComparingLong(Hit::order);

    private final Predicate<JsonNode> filter;
    private final int most;
    /** The oldest first. */
    private final PriorityQueue<Hit> newest = new PriorityQueue<>(AGE);

    private final Map<String, Long> kinds = new TreeMap<>();
    private long fitting;
    private long unreadable;
    private long dropped;
    /** Who wrote the file that is read, as far as it says so. */
    private String node = "";

    private record Hit(String time, long order, JsonNode record) {}

    /**
     * What was found.
     *
     * @param newest the newest records, the last one is the newest of all
     * @param fitting how many fit
     * @param kinds how many of each decision, with its code if it has one, or type of record
     * @param unreadable lines that are no JSON
     * @param dropped how many records the files say could not be written
     */
    public record Answer(List<JsonNode> newest, long fitting, Map<String, Long> kinds, long unreadable, long dropped) {
        public Answer {
            newest = List.copyOf(newest);
        }
    }

    private TrailQuery(Predicate<JsonNode> filter, int most) {
        this.filter = filter;
        this.most = most;
    }

    /** Reads all of {@code files}, and keeps {@code most} records; each is given its {@code node}, if that is known. */
    public static Answer of(List<Path> files, Predicate<JsonNode> filter, int most) throws IOException {
        TrailQuery query = new TrailQuery(filter, most);
        for (Path file : files) {
            query.node = "";
            LineReader.read(file, query::take);
        }
        return query.answer();
    }

    private void take(byte[] bytes, int start, int end, boolean whole) {
        JsonNode record;
        try {
            record = JSON.readTree(bytes, start, end - start);
        } catch (IOException broken) {
            unreadable++;
            return;
        }
        if (!record.isObject()) {
            unreadable++;
            return;
        }
        String type = record.path("type").asText();
        if (Mark.KINDS.contains(type)) {
            dropped += type.equals("dropped") ? record.path("records").asLong() : 0;
            node = type.equals("chain") ? record.path("node").asText() : node;
        } else if (filter.test(record)) {
            keep(record, type);
        }
    }

    private void keep(JsonNode record, String type) {
        kinds.merge(kind(record, type), 1L, Long::sum);
        if (!node.isEmpty() && record instanceof ObjectNode object) {
            object.put("node", node);
        }
        newest.add(new Hit(record.path("time").asText(), fitting++, record));
        if (newest.size() > most) {
            newest.poll();
        }
    }

    /** Its decision, with its code if it has one, or its type. */
    public static String kind(JsonNode record) {
        return kind(record, record.path("type").asText());
    }

    private static String kind(JsonNode record, String type) {
        String kind = type.isEmpty() ? record.path("decision").asText("unknown") : type;
        String code = record.path("code").asText();
        return code.isEmpty() ? kind : kind + " " + code;
    }

    private Answer answer() {
        List<Hit> hits = new ArrayList<>(newest);
        hits.sort(AGE);
        return new Answer(hits.stream().map(Hit::record).toList(), fitting, kinds, unreadable, dropped);
    }
}
