package dev.turnpike.loadtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.mcp.Decoder;
import dev.turnpike.gateway.mcp.JsonCaps;
import dev.turnpike.gateway.mcp.Message;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the strict parse of one {@code tools/call} of about 300 bytes cost, beside what Jackson does with the same
 * bytes?
 *
 * <pre>{@code loadtest/bench ParseBenchmark}</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ParseBenchmark {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":42,\"method\":\"tools/call\",\"params\":{"
            + "\"name\":\"backfill_executions\",\"arguments\":{\"namespace\":\"company.team\",\"flow_id\":\"daily_report\","
            + "\"start\":\"2026-11-01T00:00:00Z\",\"days\":7,"
            + "\"inputs\":{\"region\":\"eu-west-1\",\"rate\":0.25},\"labels\":[\"backfill\"]},"
            + "\"_meta\":{\"progressToken\":42}}}";

    private static final String MODERN_META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{},";

    /** Which form the call has. */
    @Param({"legacy", "escapes", "unicode", "modern"})
    public String form = "legacy";

    private final Decoder decoder = new Decoder(JsonCaps.REQUEST);
    private final JsonFactory streaming = new JsonFactory();
    private final ObjectMapper plain = new ObjectMapper();
    private final ObjectMapper detecting = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private Buffer body = Buffer.buffer();
    private byte[] bytes = {};

    /** Makes the call. */
    @Setup
    public void setUp() {
        String key = form.equals("escapes") ? "a\\\"b" : form.equals("unicode") ? "größe" : "rate";
        String call = CALL.replace("rate", key);
        headers = MultiMap.caseInsensitiveMultiMap()
                .add("Host", "127.0.0.1:8080")
                .add("Content-Type", "application/json")
                .add("Accept", "application/json, text/event-stream")
                .add("Authorization", "Bearer tpk_0123456789");
        if (form.equals("modern")) {
            call = call.replace("\"_meta\":{", MODERN_META);
            headers.add("MCP-Protocol-Version", "2026-07-28")
                    .add("Mcp-Method", "tools/call")
                    .add("Mcp-Name", "backfill_executions");
        }
        bytes = call.getBytes(StandardCharsets.UTF_8);
        body = Buffer.buffer(bytes);
    }

    /** The candidate: strict, with caps, era and header checks. */
    @Benchmark
    public Message strict() {
        return decoder.decode(headers, body);
    }

    /** The candidate, and the arguments as a tree, as a policy with conditions on them asks for it. */
    @Benchmark
    public ObjectNode strictAndTree() {
        return ((Message.ToolCall) decoder.decode(headers, body)).arguments().tree();
    }

    /** Baseline: all tokens, nothing kept, nothing checked. */
    @Benchmark
    public int bareStreaming() throws IOException {
        int tokens = 0;
        try (JsonParser parser = streaming.createParser(bytes)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /** Baseline: a lenient tree. */
    @Benchmark
    public JsonNode plainTree() throws IOException {
        return plain.readTree(bytes);
    }

    /** Alternative: Jackson's own duplicate detection. */
    @Benchmark
    public JsonNode treeWithDuplicateDetection() throws IOException {
        return detecting.readTree(bytes);
    }
}
