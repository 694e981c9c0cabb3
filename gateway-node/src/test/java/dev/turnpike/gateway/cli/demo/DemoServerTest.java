package dev.turnpike.gateway.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoServerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}""";
    private static String url = "";

    @BeforeAll
    static void start() {
        url = DemoServer.start(VERTX).await().url();
    }

    @AfterAll
    static void stop() {
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void agreesOnEveryLegacyRevision(String revision) throws Exception {
        JsonNode answer = json(post(message("initialize", "{\"protocolVersion\":\"" + revision + "\"}")));

        assertThat(answer.at("/result/protocolVersion").asText()).isEqualTo(revision);
        assertThat(answer.at("/result/capabilities").toString()).isEqualTo("{\"tools\":{}}");
    }

    @Test
    void offersItsNewestLegacyRevisionForOneThatItDoesNotKnow() throws Exception {
        JsonNode answer = json(post(message("initialize", "{\"protocolVersion\":\"2024-11-05\"}")));

        assertThat(answer.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    }

    @Test
    void takesNotificationsWithoutAnAnswer() throws Exception {
        HttpResponse<String> answer = post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void listsTheToolsWithoutWhatTheyAnswer() throws Exception {
        JsonNode tools = json(post(message("tools/list", "{}"))).at("/result/tools");

        assertThat(tools).hasSize(39);
        assertThat(tools)
                .allSatisfy(tool -> assertThat(tool.properties())
                        .extracting(Map.Entry::getKey)
                        .containsExactly("name", "title", "description", "inputSchema", "annotations"));
    }

    @Test
    void answersDependOnTheArguments() throws Exception {
        assertThat(textOfCall("delete_flow_logs", "{\"namespace\":\"demo\",\"flow_id\":\"orders\"}"))
                .isEqualTo("Logs of demo.orders deleted.");
        assertThat(textOfCall("search_logs", "{}"))
                .isEqualTo("1 line matches everything in all namespaces: 06:00:04 INFO finished.");
        assertThat(textOfCall("execute_flow", "{\"namespace\":\"demo\",\"flow_id\":\"orders\"}"))
                .isNotEqualTo(textOfCall("execute_flow", "{\"namespace\":\"demo\",\"flow_id\":\"others\"}"));
    }

    @Test
    void saysEverythingThatIsWrongWithTheArguments() throws Exception {
        JsonNode result = call("manage_flow", "{\"action\":\"explode\",\"flow_id\":7}");

        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/content/0/text").asText())
                .isEqualTo("Invalid arguments for manage_flow: `namespace` is missing; `action` must be one of enable,"
                        + " disable, list_revisions, list_dependencies, get_yaml, delete; `flow_id` must be of type"
                        + " string.");
    }

    @Test
    void unknownToolsAndMethodsAreJsonRpcErrors() throws Exception {
        HttpResponse<String> tool = post(message("tools/call", "{\"name\":\"nope\"}"));
        HttpResponse<String> method = post(message("resources/list", "{}"));

        assertThat(tool.statusCode()).isEqualTo(200);
        assertThat(json(tool).at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(json(tool).at("/error/message").asText()).isEqualTo("Unknown tool: nope");
        assertThat(json(method).at("/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void servesTheModernEraFromPerRequestMetadata() throws Exception {
        JsonNode discovered = json(modern("server/discover", null, "{" + META + "}"));
        JsonNode listed = json(modern("tools/list", null, "{" + META + "}"));
        JsonNode called = json(modern(
                "tools/call", "list_namespaces", "{\"name\":\"list_namespaces\",\"arguments\":{}," + META + "}"));

        assertThat(discovered.at("/result/supportedVersions/0").asText()).isEqualTo("2026-07-28");
        assertThat(discovered.at("/result/cacheScope").asText()).isEqualTo("public");
        assertThat(listed.at("/result/tools")).hasSize(39);
        assertThat(listed.at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(listed.at("/result/ttlMs").isIntegralNumber()).isTrue();
        assertThat(called.at("/result/resultType").asText()).isEqualTo("complete");
    }

    @Test
    void modernRequestsWhoseHeadersDifferFromTheBodyAreRefused() throws Exception {
        HttpResponse<String> other =
                modern("tools/call", "find_flow", "{\"name\":\"list_namespaces\",\"arguments\":{}," + META + "}");
        HttpResponse<String> encoded = modern(
                "tools/call",
                "=?base64?bGlzdF9uYW1lc3BhY2Vz?=",
                "{\"name\":\"list_namespaces\",\"arguments\":{}," + META + "}");
        HttpResponse<String> missing = post(message("tools/list", "{" + META + "}"));

        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(json(other).at("/error/code").asInt()).isEqualTo(-32020);
        assertThat(encoded.statusCode()).isEqualTo(200);
        assertThat(json(missing).at("/error/code").asInt()).isEqualTo(-32020);
    }

    @Test
    void modernRequestsOfAnotherRevisionLearnWhichOnesThereAre() throws Exception {
        HttpResponse<String> answer =
                send(request(message("tools/list", "{}")).header("MCP-Protocol-Version", "2027-01-01"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/code").asInt()).isEqualTo(-32022);
        assertThat(json(answer).at("/error/data/supported/0").asText()).isEqualTo("2026-07-28");
    }

    @Test
    void unknownModernMethodsAre404() throws Exception {
        HttpResponse<String> answer = modern("resources/list", null, "{" + META + "}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).at("/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void refusesWhatIsNoSingleJsonMessage() throws Exception {
        assertThat(json(post("[]")).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(json(post("{")).at("/error/code").asInt()).isEqualTo(-32700);
        assertThat(json(post("")).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(json(post("{\"id\":1}")).at("/error/code").asInt()).isEqualTo(-32600);
    }

    @Test
    void refusesWebPagesOfOthersAndOtherMethods() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(URI.create(url)).GET().build();

        assertThat(send(request(message("ping", "{}")).header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request(message("ping", "{}")).header("Origin", "http://localhost:3000"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(HTTP.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    private static String textOfCall(String tool, String arguments) throws Exception {
        JsonNode result = call(tool, arguments);
        assertThat(result.path("isError").asBoolean()).isFalse();
        return result.at("/content/0/text").asText();
    }

    private static JsonNode call(String tool, String arguments) throws Exception {
        String params = "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
        return json(post(message("tools/call", params))).path("result");
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static HttpResponse<String> modern(String method, @Nullable String name, String params) throws Exception {
        HttpRequest.Builder request = request(message(method, params))
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
        return send(name == null ? request : request.header("Mcp-Name", name));
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return send(request(body));
    }

    private static HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body());
    }
}
