package dev.turnpike.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.testing.RawHttp;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every known way to run a tool past its policy, sent over a real socket. None may reach the upstream. */
final class WaysRoundTest {
    private static final String POLICY = """
            {"version":"1","default":"deny","hide":["secret"],"tools":{"harmless":{},"dangerous":{"action":"deny"}}}""";
    private static final String MODERN_META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";
    private static final String MODERN = "MCP-Protocol-Version: 2026-07-28\r\n";

    private static RecordingUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path resources) throws IOException, TimeoutException {
        upstream = new RecordingUpstream();
        gateway = TestGateway.start(resources, upstream, POLICY);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.received().clear();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
    }

    @Test
    void theAllowedCallDoesReachTheUpstream() {
        assertThat(gateway.post(call("harmless")).status()).isEqualTo(200);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void theForwardedBytesAreTheJudgedBytes() {
        String odd = "{ \"id\" : 1 , \"params\":{\"arguments\":{\"x\":1.50,\"y\":\"\\u00e9\"},\"name\":\"harmless\"},"
                + "\"method\":\"tools\\/call\",\"jsonrpc\":\"2.0\"}\n";
        gateway.post(odd);
        assertThat(upstream.received()).hasSize(1);
        assertThat(upstream.received().get(0).body().toString()).isEqualTo(odd);
    }

    @Test
    void batchesAreRefused() {
        refused(gateway.post("[" + call("dangerous") + "]"), 400, -32600);
        refused(gateway.post("[]"), 400, -32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"n\\u0061me\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/call\",\"params\":{\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"},\"params\":{\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"arguments\":{\"a\":{\"b\":1,\"b\":2}}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"_meta\":{\"x\":[{\"k\":1,\"k\":2}]}}}",
            })
    void duplicateKeysAreRefusedAtAnyDepth(String body) {
        malformed(gateway.post(body));
    }

    @Test
    void codedBodiesAreRefused() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(call("dangerous").getBytes(StandardCharsets.UTF_8));
        }
        RawHttp.Answer answer = gateway.post(zipped.toByteArray(), "Content-Encoding: gzip\r\n");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(gateway.post(call("harmless"), "Content-Encoding: br\r\n").status())
                .isEqualTo(415);
        assertThat(gateway.post(call("harmless"), "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n")
                        .status())
                .isEqualTo(415);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aHeaderThatNamesAnotherToolIsRefused() {
        String body = modernCall("dangerous", "");
        refused(gateway.post(body, MODERN + "Mcp-Method: tools/call\r\nMcp-Name: harmless\r\n"), 400, -32020);
        refused(
                gateway.post(modernCall("harmless", ""), MODERN + "Mcp-Method: tools/list\r\nMcp-Name: harmless\r\n"),
                400,
                -32020);
        refused(gateway.post(modernCall("harmless", ""), MODERN), 400, -32020);
    }

    @Test
    void aLegacyHeaderOverAModernBodyDoesNotEscapeTheHeaderChecks() {
        malformed(gateway.post(modernCall("harmless", ""), "MCP-Protocol-Version: 2025-11-25\r\n"));
        malformed(gateway.post(call("harmless"), MODERN + "Mcp-Method: tools/call\r\nMcp-Name: harmless\r\n"));
    }

    @Test
    void aTaskAugmentedCallPassesThePolicy() {
        denied(
                gateway.post(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"dangerous\",\"task\":{\"ttl\":1}}}"));
    }

    @Test
    void theRetryOfACallThatWasAskedForInputPassesThePolicy() {
        denied(gateway.post(
                modernCall("dangerous", ",\"requestState\":\"x\",\"inputResponses\":{}"),
                MODERN + "Mcp-Method: tools/call\r\nMcp-Name: dangerous\r\n"));
    }

    @Test
    void aCallWithoutAnIdIsRefused() {
        malformed(gateway.post("{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}"));
        malformed(gateway.post(
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}"));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] overlong = call("harmless#").getBytes(StandardCharsets.ISO_8859_1);
        int at = new String(overlong, StandardCharsets.ISO_8859_1).indexOf('#');
        overlong[at] = (byte) 0xE9;
        malformed(gateway.post(overlong, ""));
        malformed(gateway.post(call("dangerous").getBytes(StandardCharsets.UTF_16BE), ""));
        malformed(gateway.post(call("harmless").getBytes(StandardCharsets.UTF_16), ""));
    }

    @Test
    void anotherCharsetIsRefused() {
        byte[] body = call("harmless").getBytes(StandardCharsets.UTF_8);
        RawHttp.Answer answer = gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                        + "\r\nContent-Type: application/json; charset=utf-7\r\nContent-Length: " + body.length
                        + "\r\n",
                body);
        assertThat(answer.status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset = utf-7",
                "application/json;charset =utf-7",
                "application/json;\tCharset=\t\"utf-7\"",
                "application/json; charset=utf-8; charset = utf-7",
                "application/json; charset*=us-ascii''utf-7"
            })
    void anotherCharsetIsRefusedHoweverItIsSpaced(String type) {
        // In UTF-7 the text of `x` ends the arguments and names another tool.
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"arguments\":"
                        + "{\"x\":\"+ACIAfQAsACIAbgBhAG0AZQAiADoAIgBkAGEAbgBnAGUAcgBvAHUAcwAiACwAIgB6ACIAOgB7ACIAcQAiADoAIg-\"}}}";
        assertThat(postAs(type, body).status()).isEqualTo(415);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void theUpstreamIsToldTheContentTypeThatWasJudged() {
        postAs("Application/JSON; charset=UTF-8; x=y", call("harmless"));
        assertThat(upstream.received().get(0).headers().getAll("Content-Type")).containsExactly("application/json");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        malformed(gateway.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"arguments\":{\"x\":"
                        + deep + "}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e-999999999", "1E99999999999999999999"})
    void numbersBeyondAllReasonAreRefused(String number) {
        malformed(gateway.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"arguments\":{\"x\":"
                        + number + "}}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":[\"tools/call\"],\"params\":{\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null,\"params\":{\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}",
                "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[\"harmless\"]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":[\"harmless\"]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"arguments\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\"}}{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"METHOD\":\"tools/call\",\"method\":\"ping\",\"params\":{\"name\":\"dangerous\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"harmless\",\"Name\":\"dangerous\"}}",
                "\"tools/call\"",
                "",
                "{",
            })
    void whatIsNoMessageIsRefused(String body) {
        malformed(gateway.post(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Harmless", "HARMLESS", "harmless ", "ha\\u0072mless\\u200b", "ｈarmless", "harmless\\u0000"})
    void namesAreComparedExactly(String name) {
        RawHttp.Answer answer = gateway.post(call(name));
        assertThat(answer.body()).contains("default_denied");
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools/call\\u0000",
                "tools/call\\u0000x",
                "\\ufefftools/call",
                "tools/call\\u00a0",
                "tools/call\\u200b",
                " tools/call"
            })
    void aMethodThatAServerMightTrimToAToolCallIsRefused(String method) {
        refused(gateway.post(call("dangerous").replace("tools/call", method)), 404, -32601);
    }

    @Test
    void anEscapedNameIsTheNameItStandsFor() {
        denied(gateway.post(call("d\\u0061ngerous")));
    }

    @Test
    void aHiddenToolIsAnsweredAsAnUnknownOne() {
        RawHttp.Answer answer = gateway.post(call("secret"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"Unknown tool: secret\"}}");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aReplayedStreamDoesNotShowAHiddenTool() {
        upstream.answers(
                exchange -> exchange.events(
                        "id: 7\r\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
                                + "{\"tools\":[{\"name\":\"secret\",\"inputSchema\":{}},{\"name\":\"harmless\",\"inputSchema\":{}}]}}\r\n\r\n"));
        RawHttp.Answer answer = gateway.send(
                "GET /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                        + "\r\nAccept: text/event-stream\r\nLast-Event-ID: 6\r\nMcp-Session-Id: s\r\n",
                new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("harmless").doesNotContain("secret").startsWith("id: 7\r\n");
        assertThat(upstream.received().get(0).headers().get("Last-Event-ID")).isEqualTo("6");
    }

    @Test
    void toolListsShowWhatThePolicyShows() {
        String listed = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"secret\"},"
                + "{ \"name\":\"harmless\", \"x-odd\":1e2},{\"name\":\"unlisted\"},{\"name\":\"dangerous\"}],\"nextCursor\":\"c\"}}";
        upstream.answers(exchange -> exchange.json(listed));
        String asJson = gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .body();
        assertThat(asJson)
                .contains("{ \"name\":\"harmless\", \"x-odd\":1e2}", "dangerous", "\"nextCursor\":\"c\"")
                .doesNotContain("secret")
                .doesNotContain("unlisted");
        upstream.answers(exchange -> exchange.events("event: message\ndata: " + listed + "\n\n"));
        String asEvents = gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .body();
        assertThat(asEvents).isEqualTo("event: message\ndata: " + asJson + "\n\n");
    }

    @Test
    void twoLengthsOfOneBodyAreRefused() {
        String body = call("harmless");
        RawHttp.Answer answer = gateway.post(body, "Content-Length: 5\r\n");
        assertThat(answer.status()).isEqualTo(400);
        RawHttp.Answer both = gateway.post(body, "Transfer-Encoding: chunked\r\n");
        assertThat(both.status()).isEqualTo(400);
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void aListOfTwoContentTypesDoesNotPass() {
        upstream.answers(exchange -> {
            exchange.request().response().headers().add("Content-Type", "text/event-stream");
            exchange.request().response().headers().add("Content-Type", "application/json");
            exchange.request()
                    .response()
                    .end("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"secret\"}]}}");
        });
        assertThat(gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                        .body())
                .contains("\"error\"")
                .doesNotContain("secret");
    }

    private static RawHttp.Answer postAs(String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return gateway.send(
                "POST /mcp/kestra HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TestGateway.ALICE
                        + "\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length + "\r\n",
                bytes);
    }

    private static String call(String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{}}}";
    }

    private static String modernCall(String tool, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\","
                + MODERN_META + more + "}}";
    }

    private static void malformed(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"error\"");
        assertThat(upstream.received()).isEmpty();
    }

    private static void refused(RawHttp.Answer answer, int status, int code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":" + code);
        assertThat(upstream.received()).isEmpty();
    }

    private static void denied(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("[POLICY DENIED]", "\"isError\":true", "tool_denied");
        assertThat(upstream.received()).isEmpty();
    }
}
