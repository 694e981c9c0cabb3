package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class DecoderPropertyTest {
    /** Another strict reader, built from Jackson's own switches. */
    private static final ObjectMapper OTHER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Decoder DECODER = new Decoder(JsonCaps.REQUEST);

    @Property
    void nothingButARefusalIsThrown(@ForAll byte[] body) {
        decode(body);
    }

    @Property(tries = 3000)
    void whatIsAcceptedIsWhatAnotherStrictReaderSees(@ForAll("mutants") byte[] body) throws IOException {
        assertSameReading(body);
    }

    @Property
    void argumentsAreThoseThatAnotherStrictReaderSees(@ForAll("objects") String arguments) throws IOException {
        assertSameReading(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"arguments\": "
                        + arguments + " ,\"name\":\"pay\"}}")
                .getBytes(StandardCharsets.UTF_8));
    }

    static void assertSameReading(byte[] body) throws IOException {
        Optional<Message> message = decode(body);
        if (message.isPresent()) {
            JsonNode tree = OTHER.readTree(body);
            assertThat(message.get().raw().getBytes()).isEqualTo(body);
            message.get()
                    .fold(
                            call -> sameCall(call, tree),
                            list -> sameMethod("tools/list", tree),
                            request -> sameMethod(request.method(), tree),
                            notification -> sameMethod(notification.method(), tree),
                            response -> assertThat(tree.has("method")).isFalse());
        }
    }

    @Provide
    Arbitrary<byte[]> mutants() {
        Arbitrary<String> parts = Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "\\",
                        "\"name\":\"b\"",
                        "\"n\\u0061me\":1",
                        "\"id\":2",
                        "null",
                        "1e5",
                        "-0",
                        "0",
                        ".",
                        "\u0000",
                        "é",
                        "\"arguments\":{}",
                        "\"jsonrpc\":\"2.0\"",
                        "\\ud83d",
                        " ",
                        "\n")
                .list()
                .ofMinSize(0)
                .ofMaxSize(2)
                .map(list -> String.join("", list));
        String call = "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"tools/call\",\"params\":{\"name\":\"pay\","
                + "\"arguments\":{\"amount\":12.50,\"to\":[\"a\",{\"b\":null}],\"ok\":true},\"_meta\":{\"progressToken\":1}}}";
        return Combinators.combine(
                        Arbitraries.integers().between(0, call.length()),
                        Arbitraries.integers().between(0, 3),
                        parts)
                .as((at, cut, part) -> Buffer.buffer(
                                call.substring(0, at) + part + call.substring(Math.min(call.length(), at + cut)))
                        .getBytes());
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> scalars = Arbitraries.of(
                "null",
                "true",
                "-0",
                "7",
                "12345678901",
                "99999999999999999999",
                "1.10",
                "0.0",
                "1e5",
                "-2.5E-400",
                "1e401",
                "\"\"",
                "\"é\\n\"",
                "\"\\ud83d\\ude00\"",
                "\"\\udc00\"",
                "\"😀\"");
        return object(nested(scalars, 2));
    }

    private static Arbitrary<String> nested(Arbitrary<String> scalars, int levels) {
        if (levels == 0) {
            return scalars;
        }
        Arbitrary<String> inner = nested(scalars, levels - 1);
        return Arbitraries.oneOf(scalars, scalars, object(inner), list(inner));
    }

    private static Arbitrary<String> object(Arbitrary<String> values) {
        Arbitrary<String> keys = Arbitraries.integers().between(0, 200).map(n -> n == 0 ? "\\u0031" : "" + n);
        return Combinators.combine(keys, values)
                .as((key, value) -> "\"" + key + "\" : " + value)
                .list()
                .ofMaxSize(10)
                .map(members -> "{" + String.join(", ", members) + "}");
    }

    private static Arbitrary<String> list(Arbitrary<String> values) {
        return values.list().ofMaxSize(2).map(elements -> "[" + String.join(",\n", elements) + "]");
    }

    private static Optional<Message> decode(byte[] body) {
        try {
            return Optional.of(DECODER.decode(Posts.headers(), Buffer.buffer(body)));
        } catch (WireException refused) {
            assertThat(refused.body().length()).isPositive();
            return Optional.empty();
        }
    }

    private static Object sameCall(Message.ToolCall call, JsonNode tree) {
        sameMethod("tools/call", tree);
        assertThat(call.tool()).isEqualTo(tree.at("/params/name").textValue());
        JsonNode arguments = tree.at("/params/arguments");
        assertThat((Object) call.arguments().tree())
                .isEqualTo(arguments.isMissingNode() ? OTHER.createObjectNode() : arguments);
        assertThat(call.arguments().names()).containsExactlyElementsOf(arguments::fieldNames);
        assertThat(idText(call.id())).isEqualTo(tree.get("id"));
        return call;
    }

    private static Object sameMethod(String method, JsonNode tree) {
        return assertThat(method).isEqualTo(tree.get("method").textValue());
    }

    private static JsonNode idText(String id) {
        try {
            return OTHER.readTree(id);
        } catch (IOException invalid) {
            throw new AssertionError(id, invalid);
        }
    }
}
