package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultNoteTest {
    private final ResultNote note =
            new ResultNote(JsonCaps.TOOL_LIST, Posts.legacyCall("{\"name\":\"x\"}"), "Mind this.");

    @Test
    void standsBeforeTheContent() {
        assertThat(note.apply(Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\","
                                + "\"text\":\"a\"}],\"structuredContent\":{\"n\":1.10}}}"))
                        .toString())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"Mind this.\"},"
                                + "{\"type\":\"text\",\"text\":\"a\"}],\"structuredContent\":{\"n\":1.10}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"content\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"content\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"m\"}}"
            })
    void leavesEverythingElseAsItIs(String message) {
        Buffer buffer = Buffer.buffer(message);

        assertThat(note.apply(buffer)).isSameAs(buffer);
    }
}
