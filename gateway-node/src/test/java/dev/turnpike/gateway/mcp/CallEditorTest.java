package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallEditorTest {
    private final CallEditor editor = new CallEditor(JsonCaps.REQUEST);

    @Test
    void otherArgumentsTakeThePlaceOfTheOldAndNothingElseChanges() {
        Message.ToolCall call = Posts.legacyCall("{\"name\":\"x\",\"arguments\":{\"a\":1},\"_meta\":{\"k\":1.50}}");

        Message.ToolCall edited = editor.withArguments(call, editor.object("{\"b\":12345678901234567890.10}"));

        assertThat(edited.raw().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\","
                        + "\"arguments\":{\"b\":12345678901234567890.10},\"_meta\":{\"k\":1.50}}}");
        assertThat(edited.arguments().names()).containsExactly("b");
        assertThat(Posts.decode(edited.raw().toString())).isInstanceOf(Message.ToolCall.class);
        assertThat(call.raw().toString()).contains("\"a\":1");
    }

    @Test
    void aCallWithoutArgumentsCanGetSome() {
        Message.ToolCall edited =
                editor.withArguments(Posts.legacyCall("{\"name\":\"x\"}"), editor.object("{\"b\":1}"));

        assertThat(edited.raw().toString()).contains("\"arguments\":{\"b\":1}");
    }

    @Test
    void anAnswerThatWasOursGoesNoFurther() {
        Message.ToolCall call = Posts.legacyCall(
                "{\"requestState\":\"s\",\"name\":\"x\",\"arguments\":{\"requestState\":\"mine\"},\"inputResponses\":{}}");

        Message.ToolCall plain = editor.withoutAnswer(call);

        assertThat(plain.answer()).isEmpty();
        assertThat(plain.raw().toString())
                .endsWith("\"params\":{\"name\":\"x\",\"arguments\":{\"requestState\":\"mine\"}}}");
    }
}
