package dev.turnpike.gateway.cli.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.scan.PlainText;
import dev.turnpike.gateway.http.NodeOutfit;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a node runs on and how it was set up, as it says itself; numbers that it does not know are negative.
 *
 * @param clock what time it was at the node when it said so
 * @param poolThreads of the JVM's common pool
 * @param managementHost where its management port listens
 * @param audit how its audit file is
 * @param marks of settings that nodes should have alike, by the setting's key; equal marks, equal settings
 */
public record Vitals(
        Instant clock,
        String java,
        int processors,
        long maxHeapBytes,
        int poolThreads,
        long openFiles,
        long maxOpenFiles,
        String managementHost,
        Caps caps,
        Audit audit,
        Map<String, String> marks) {
    private static final int MOST_MARKS = 100;

    public Vitals {
        marks = Map.copyOf(marks);
    }

    /** What the node takes at most. */
    public record Caps(
            long maxRequests,
            long maxStreams,
            long maxConnections,
            long maxHeld,
            long maxBodyBytes,
            long maxHeaderBytes,
            long maxListBytes) {}

    /** The audit file. */
    public record Audit(boolean kept, boolean refuse, boolean writable, long lost, long freeBytes, long diskBytes) {}

    /** What a node of this machine would say, had it the settings. */
    public static Vitals of(NodeOutfit outfit) {
        NodeOutfit.Records records = outfit.records();
        return new Vitals(
                outfit.clock(),
                outfit.java(),
                outfit.processors(),
                outfit.maxHeapBytes(),
                outfit.poolThreads(),
                outfit.openFiles(),
                outfit.maxOpenFiles(),
                outfit.managementHost(),
                new Caps(
                        outfit.caps().maxRequests(),
                        outfit.caps().maxStreams(),
                        outfit.caps().maxConnections(),
                        outfit.caps().maxHeld(),
                        outfit.caps().maxBodyBytes(),
                        outfit.caps().maxHeaderBytes(),
                        outfit.caps().maxListBytes()),
                new Audit(
                        records.kept(),
                        records.refuse(),
                        records.writable(),
                        records.lost(),
                        records.freeBytes(),
                        records.diskBytes()),
                outfit.marks());
    }

    /** Empty for a node that does not tell, being older. */
    static Optional<Vitals> of(JsonNode json) {
        JsonNode process = json.path("process");
        JsonNode caps = json.path("caps");
        JsonNode audit = json.path("audit");
        if (!process.isObject() || !caps.isObject() || !audit.isObject()) {
            return Optional.empty();
        }
        Map<String, String> marks = new LinkedHashMap<>();
        json.path("settings").properties().forEach(mark -> {
            if (marks.size() < MOST_MARKS) {
                marks.put(PlainText.of(mark.getKey()), mark.getValue().asText());
            }
        });
        try {
            return Optional.of(new Vitals(
                    Instant.parse(json.path("clock").asText()),
                    PlainText.of(process.path("java").asText()),
                    process.path("processors").asInt(),
                    process.path("maxHeapBytes").asLong(),
                    process.path("poolThreads").asInt(),
                    process.path("openFiles").asLong(-1),
                    process.path("maxOpenFiles").asLong(-1),
                    PlainText.of(json.path("listens").path("management").asText()),
                    new Caps(
                            caps.path("maxRequests").asLong(),
                            caps.path("maxStreams").asLong(),
                            caps.path("maxConnections").asLong(),
                            caps.path("maxHeld").asLong(),
                            caps.path("maxBodyBytes").asLong(),
                            caps.path("maxHeaderBytes").asLong(),
                            caps.path("maxListBytes").asLong()),
                    new Audit(
                            audit.path("kept").asBoolean(),
                            audit.path("onFull").asText().equals("refuse"),
                            audit.path("writable").asBoolean(true),
                            audit.path("lost").asLong(),
                            audit.path("freeBytes").asLong(-1),
                            audit.path("diskBytes").asLong(-1)),
                    marks));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
