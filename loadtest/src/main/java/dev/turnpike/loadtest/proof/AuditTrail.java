package dev.turnpike.loadtest.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.loadtest.proof.judge.Refusal;
import dev.turnpike.loadtest.proof.judge.Spend;
import dev.turnpike.loadtest.proof.load.CallText;
import dev.turnpike.loadtest.proof.site.ProofException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the nodes' audit files say. A line that a kill tore off is left out. */
final class AuditTrail {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How a call ends whose spend is given back. */
    private static final Set<String> DID_NOT_RUN = Set.of("unreachable", "http_error", "error", "input_required");

    private final Map<Path, Long> read = new HashMap<>();
    private final List<Spend> spends = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    List<Spend> spends() {
        return spends;
    }

    List<Refusal> refusals() {
        return refusals;
    }

    /** Reads on where it stopped the last time. */
    void readOn(String node, List<Path> files) {
        for (Path file : files) {
            newLines(file).forEach(line -> add(node, line));
        }
    }

    /** The whole lines that were added since the last time. */
    private List<String> newLines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        long start = read.getOrDefault(file, 0L);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - start));
            channel.position(start);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            int end = lastLineEnd(bytes);
            read.put(file, start + end);
            return new String(bytes.array(), 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lastLineEnd(ByteBuffer bytes) {
        int end = bytes.position();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        return end;
    }

    private void add(String node, String line) {
        JsonNode record = parse(node, line);
        JsonNode counter = record.path("counters").path(0);
        String argument = argument(record);
        if (argument.isEmpty() || counter.isMissingNode()) {
            return;
        }
        long call = CallText.call(argument);
        String grant = CallText.inSession(record.path("grant").asText(), CallText.session(argument));
        long windowStart = counter.path("window_start_ms").asLong();
        if (record.path("decision").asText().equals("allow")) {
            long before = micros(counter.path("before"));
            spends.add(new Spend(
                    call,
                    grant,
                    node,
                    micros(counter.path("after")) - before,
                    before,
                    windowStart,
                    DID_NOT_RUN.contains(record.path("upstream").path("outcome").asText())));
        } else if (record.path("code").asText().equals("limit_exceeded")) {
            refusals.add(new Refusal(call, grant, windowStart));
        }
    }

    private static JsonNode parse(String node, String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException garbled) {
            throw new ProofException("node " + node + " wrote an audit line that is no JSON: " + line, garbled);
        }
    }

    private static long micros(JsonNode amount) {
        return amount.decimalValue().movePointRight(6).longValueExact();
    }

    /** The name of the argument that tells which call it is, or an empty text. */
    private static String argument(JsonNode record) {
        for (JsonNode name : record.path("arguments")) {
            if (name.asText().startsWith(CallText.CALL)) {
                return name.asText();
            }
        }
        return "";
    }
}
