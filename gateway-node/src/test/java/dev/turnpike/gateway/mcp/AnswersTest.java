package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private static final ObjectNode FACTS =
            JsonNodeFactory.instance.objectNode().put("decision", "deny").put("code", "tool_denied");
    private static final String RESULT = "\"content\":[{\"type\":\"text\",\"text\":\"[POLICY DENIED] No \\\"x\\\".\"}],"
            + "\"isError\":true,\"structuredContent\":{\"decision\":\"deny\",\"code\":\"tool_denied\"},"
            + "\"_meta\":{\"dev.turnpike/decision\":{\"decision\":\"deny\",\"code\":\"tool_denied\"}}}}";

    private final Message.ToolCall legacy = Posts.call(
            Posts.headers(),
            "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\\n\",\"method\":\"tools/call\",\"params\":{\"name\":\"s\\\"ü\"}}");

    @Test
    void aRefusalIsAToolResultThatTheModelReads() {
        assertThat(Answers.refusal(legacy, "[POLICY DENIED] No \"x\".", FACTS).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\\n\",\"result\":{" + RESULT);
    }

    @Test
    void aModernRefusalIsComplete() {
        assertThat(Answers.refusal(Posts.modernCall("x", "{}"), "[POLICY DENIED] No \"x\".", FACTS)
                        .toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\"," + RESULT);
    }

    @Test
    void anUnknownToolIsNamed() {
        assertThat(Answers.unknownTool(legacy).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\\n\",\"error\":{\"code\":-32602,"
                        + "\"message\":\"Unknown tool: s\\\"ü\"}}");
    }

    @Test
    void aProtocolRefusalHasACodeOfItsOwn() {
        assertThat(Answers.protocolRefusal(legacy, 1001, "No.", FACTS).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061\\n\",\"error\":{\"code\":1001,\"message\":\"No.\","
                        + "\"data\":{\"decision\":\"deny\",\"code\":\"tool_denied\"}}}");
        assertThatThrownBy(() -> Answers.protocolRefusal(legacy, -32000, "No.", FACTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("code: -32000");
    }
}
