package dev.turnpike.gateway.party;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.turnpike.gateway.party.Transcript.Answer;
import dev.turnpike.gateway.party.Transcript.Kind;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client of others: connects, lists the tools, makes the calls one after the other, and leaves. */
interface Client {
    ObjectMapper JSON = new ObjectMapper();

    Transcript exercise(URI url, String token, List<Call> calls) throws Exception;

    /** A client of {@code src/test/npm}. */
    static Client script(String name) {
        Pattern transcript = Pattern.compile("(?m)^TRANSCRIPT (\\{.*\\})$");
        return (url, token, calls) -> {
            String script = Parties.directory().resolve(name).toString();
            String callsJson = JSON.writeValueAsString(calls);
            try (PartyProcess process = Parties.start(Map.of(), List.of(), script, url.toString(), token, callsJson)) {
                return JSON.readValue(process.awaitOutput(transcript), Transcript.class);
            }
        };
    }

    /** The official Java SDK. */
    static Transcript javaSdk(URI url, String token, List<Call> calls) {
        return javaSdk(url, token, calls, Optional.empty());
    }

    /** The same, with calls that ask for progress under a token. */
    static Transcript javaSdk(URI url, String token, List<Call> calls, Optional<String> progress) {
        var transport = HttpClientStreamableHttpTransport.builder(
                        url.resolve("/").toString())
                .endpoint(url.getPath())
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
                .build();
        try (var client = McpClient.sync(transport).build()) {
            String protocol = client.initialize().protocolVersion();
            List<String> tools = client.listTools().tools().stream()
                    .map(McpSchema.Tool::name)
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Call call : calls) {
                McpSchema.CallToolResult result = client.callTool(McpSchema.CallToolRequest.builder(call.name())
                        .arguments(call.arguments())
                        .meta(progress.<Map<String, Object>>map(name -> Map.of("progressToken", name))
                                .orElse(Map.of()))
                        .build());
                String text = result.content().stream()
                        .map(content -> content instanceof McpSchema.TextContent part ? part.text() : "")
                        .collect(Collectors.joining());
                boolean error = Boolean.TRUE.equals(result.isError());
                answers.add(new Answer(error ? Kind.ERROR_RESULT : Kind.RESULT, text));
            }
            return new Transcript(protocol, tools, answers);
        }
    }

    /** The client of langchain4j, which turns an error result into an exception with its message. */
    static Transcript langchain4j(URI url, String token, List<Call> calls) throws Exception {
        var transport = new StreamableHttpMcpTransport.Builder()
                .url(url.toString())
                .customHeaders(Map.of("Authorization", "Bearer " + token))
                .build();
        try (var client = new DefaultMcpClient.Builder().transport(transport).build()) {
            List<String> tools =
                    client.listTools().stream().map(ToolSpecification::name).toList();
            List<Answer> answers = new ArrayList<>();
            for (Call call : calls) {
                var request = ToolExecutionRequest.builder()
                        .name(call.name())
                        .arguments(JSON.writeValueAsString(call.arguments()))
                        .build();
                try {
                    answers.add(
                            new Answer(Kind.RESULT, client.executeTool(request).resultText()));
                } catch (LangChain4jException e) {
                    answers.add(new Answer(Kind.EXCEPTION, String.valueOf(e.getMessage())));
                }
            }
            return new Transcript("", tools, answers);
        }
    }
}
