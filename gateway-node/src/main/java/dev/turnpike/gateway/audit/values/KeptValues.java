package dev.turnpike.gateway.audit.values;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that are kept in some directories, by the names that audit records have for them. Immutable. */
public final class KeptValues {
    /** None. */
    public static final KeptValues NONE = new KeptValues(Map.of(), Optional.empty());

    /** More are not held in memory; those are as if they were not kept. */
    private static final int MOST = 2_000_000;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final Map<String, String> sealed;
    private final Optional<ValueKey> key;

    private KeptValues(Map<String, String> sealed, Optional<ValueKey> key) {
        this.sealed = sealed;
        this.key = key;
    }

    /**
     * Reads what is kept beside those audit files and was encrypted with that key; what has another key is left out.
     *
     * @throws IOException if a file cannot be read
     */
    public static KeptValues read(Collection<Path> audits, ValueKey key) throws IOException {
        Set<Path> directories = new LinkedHashSet<>();
        audits.forEach(audit -> directories.add(audit.toAbsolutePath().getParent()));
        Map<String, String> sealed = new HashMap<>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ValueFiles.ENDING)) {
                for (Path file : files) {
                    read(file, key, sealed);
                }
            }
        }
        return new KeptValues(sealed, Optional.of(key));
    }

    /** The arguments of the call that a line of the audit records; empty if they are not kept, or not with this key. */
    public Optional<ObjectNode> of(JsonNode record) {
        String id = record.path("values").asText();
        return key.flatMap(with -> Optional.ofNullable(sealed.get(id)).flatMap(text -> with.open(id, text)))
                .flatMap(KeptValues::parsed);
    }

    private static void read(Path file, ValueKey key, Map<String, String> sealed) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && sealed.size() < MOST; line = lines.readLine()) {
                parsed(line)
                        .filter(values -> values.path("key").asText().equals(key.id()))
                        .ifPresent(values -> sealed.put(
                                values.path("id").asText(),
                                values.path("sealed").asText()));
            }
        }
    }

    /** A line that a killed node did not finish is none. */
    private static Optional<ObjectNode> parsed(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException torn) {
            return Optional.empty();
        }
    }
}
