package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DecoderTest {
    @Test
    void readsAToolCallAndKeepsItsBytes() {
        String body = " {\"method\":\"tools/call\", \"id\" : \"a\\u0062\\\"c\" ,\"jsonrpc\":\"2.0\",\"params\":"
                + "{\"arguments\":{\"amount\":1.10,\"n\":12345678901234567890},\"name\":\"pay\","
                + "\"_meta\":{\"progressToken\":7}}} ";
        Buffer raw = Buffer.buffer(body);

        Message.ToolCall call = (Message.ToolCall) new Decoder(JsonCaps.REQUEST).decode(Posts.headers(), raw);

        assertThat(call.raw()).isSameAs(raw);
        assertThat(call.id()).isEqualTo("\"a\\u0062\\\"c\"");
        assertThat(call.tool()).isEqualTo("pay");
        assertThat(call.arguments().tree().get("amount").decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(call.arguments().tree().get("n").bigIntegerValue()).hasToString("12345678901234567890");
        assertThat(call.progressToken()).contains("7");
        assertThat(call.era()).isEqualTo(Era.LEGACY);
        assertThat(call.envelope().version()).isEqualTo("2025-03-26");
        assertThat(call.taskAugmented()).isFalse();
        assertThat(call.answer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "7", "-12", "123456789012345678901234567890", "\"\"", "\"ü\"", "\"7\""})
    void echoesIdsAsTheyStand(String id) {
        for (String end : new String[] {"}", " }", ",\"params\":{}}"}) {
            Message message = Posts.decode("{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\",\"id\":" + id + end);
            assertThat(((Message.ToolListCall) message).id()).isEqualTo(id);
        }
    }

    @Test
    void missingArgumentsAreEmpty() {
        assertThat(Posts.legacyCall("{\"name\":\"x\"}").arguments().tree()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"name\":\"x\",\"task\":{\"ttl\":1}}', true, false",
        "'{\"name\":\"x\",\"requestState\":\"s\"}', false, true",
        "'{\"name\":\"x\",\"inputResponses\":{}}', false, true"
    })
    void otherDoorsToAToolAreToolCallsToo(String params, boolean taskAugmented, boolean retry) {
        Message.ToolCall call = Posts.legacyCall(params);

        assertThat(call.taskAugmented()).isEqualTo(taskAugmented);
        assertThat(call.answer().isPresent()).isEqualTo(retry);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | NONE",
                "{\"elicitation\":{}} | FORM",
                "{\"elicitation\":{\"form\":{}}} | FORM",
                "{\"elicitation\":{\"form\":{},\"url\":{}}} | URL",
                "{\"elicitation\":{\"url\":true}} | NONE",
                "{\"elicitation\":7} | NONE",
                "{\"elicitation\":{\"other\":{}}} | NONE"
            })
    void readsHowAClientCanAskItsUser(String capabilities, Elicitation expected) {
        Message.ToolCall call = Posts.call(
                Posts.modern("tools/call", "x"),
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\","
                        + Posts.META.replace("Capabilities\":{}", "Capabilities\":" + capabilities) + "}}");

        assertThat(call.elicitation()).isEqualTo(expected);
    }

    @Test
    void readsWhatAClientBringsBack() {
        InputAnswer answer = Posts.legacyCall("{\"name\":\"x\",\"requestState\":\"s\",\"inputResponses\":"
                        + "{\"a\":{\"action\":\"accept\"},\"b\":{\"action\":\"decline\"},\"c\":\"accept\"}}")
                .answer()
                .orElseThrow();

        assertThat(answer.state()).contains("s");
        assertThat(answer.isAccepted("a")).isTrue();
        assertThat(answer.isAccepted("b")).isFalse();
        assertThat(answer.isAccepted("c")).isFalse();
        assertThat(answer.isAccepted("d")).isFalse();
    }

    @Test
    void tellsTheKindsOfMessagesApart() {
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\"}}"))
                .isEqualTo("call t");
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
                .isEqualTo("list");
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"extra\":[]}"))
                .isEqualTo("request ping");
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"))
                .isEqualTo("notification notifications/initialized");
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")).isEqualTo("response");
        assertThat(kind("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"m\"}}"))
                .isEqualTo("response");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "nonsense",
                "{",
                "{\"jsonrpc\":\"2.0\"",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}x",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":NaN}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":-Infinity}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":01}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":-01}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":+1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":.5}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":5.}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":0x1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":[1,,2]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":[1,]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{'a':1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{a:1}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"/* comment */}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} // comment",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\nng\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\tng\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\\xng\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\ud800\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"\\ude00\\ud83d\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"\\udc00\":1}}",
                "{\"jsonrpc\":\"2.0\",\u000c\"id\":1,\"method\":\"ping\"}",
                "\ufeff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"
            })
    void refusesWhatIsNotJson(String body) {
        assertRefused(body, WireException.PARSE_ERROR);
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        for (var charset : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            java.nio.charset.Charset.forName("UTF-32LE"),
            java.nio.charset.Charset.forName("UTF-32BE")
        }) {
            assertRefused(body.getBytes(charset), WireException.PARSE_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c080",
                "c1a1",
                "e08080",
                "eda080",
                "edb080",
                "f0808080",
                "f4908080",
                "f8",
                "c3",
                "e282",
                "ff"
            })
    void refusesBytesThatAreNotUtf8(String hex) {
        byte[] odd = java.util.HexFormat.of().parseHex(hex);
        Buffer body = Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\"")
                .appendBytes(odd)
                .appendString("\"}}");

        assertRefused(body.getBytes(), WireException.PARSE_ERROR);
    }

    @Test
    void acceptsAllOfUnicode() {
        Message.ToolCall call = Posts.legacyCall("{\"name\":\"wörld 世界 \\ud83d\\ude00 😀\"}");

        assertThat(call.tool()).isEqualTo("wörld 世界 😀 😀");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "\"text\"",
                "null",
                "1",
                "{}",
                "{\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e0,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":[\"tools/call\"]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"error\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{}}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{},\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"n\\u0061me\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":{\"x\":[{\"y\":{\"z\":1,\"z\":1}}]}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"unknown\":{\"deep\":[[{\"z\":1,\"z\":null}]]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"Method\":\"tools/call\"}",
                "{\"JSONRPC\":\"2.0\",\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"ID\":1,\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"},\"Params\":{\"name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"},\"param\u017f\":{\"name\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"NAME\":\"b\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"Arguments\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"tas\u212a\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":1e401}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":1e-401}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":0e999999999}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":-1e2147483647}}"
            })
    void refusesJsonThatIsNoSingleUnambiguousMessage(String body) {
        assertRefused(body, WireException.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"b\":[[{\"c\":1,\"d\":2,\"c\":1}]]}}",
                "{\"a\":{\"b\":1,\"\\u0062\":1}}",
                "{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"1\":1}",
                "{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"9\":1}",
                "{\"a\":[1e401]}",
                "{\"a\":[0e999999999]}",
            })
    void refusesInArgumentsWhatNoRuleReads(String arguments) {
        assertRefused(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":"
                        + arguments + "}}",
                WireException.INVALID_REQUEST);
    }

    @Test
    void findsADuplicateAmongKeysOfOneHash() {
        StringBuilder arguments = new StringBuilder("{");
        for (int i = 0; i < 1 << 12; i++) {
            String key = Integer.toBinaryString(i | 1 << 12).replace("0", "Aa").replace("1", "BB");
            arguments.append('"').append(key).append("\":0,");
        }
        String params = "{\"name\":\"x\",\"arguments\":" + arguments;

        assertThat(Posts.legacyCall(params + "\"z\":0}}").arguments().names()).hasSize((1 << 12) + 1);
        WireException refusal = catchThrowableOfType(
                WireException.class, () -> Posts.legacyCall(params + "\"" + "BB" + "Aa".repeat(12) + "\":0}}"));
        assertThat(refusal.sentence()).contains("duplicate key `BBAa", "in `/params/arguments`");
    }

    @Test
    void makesOneTreeOfTheArguments() {
        Arguments arguments = Posts.legacyCall("{\"name\":\"x\",\"arguments\":{\"b\":1,\"a\":{}}}")
                .arguments();

        assertThat(arguments.names()).containsExactly("b", "a");
        assertThat(arguments.tree()).isSameAs(arguments.tree()).hasToString("{\"b\":1,\"a\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":7}",
                "{\"name\":null}",
                "{\"name\":[\"x\"]}",
                "{\"name\":\"x\",\"arguments\":null}",
                "{\"name\":\"x\",\"arguments\":[]}",
                "{\"name\":\"x\",\"arguments\":\"{}\"}",
                "{\"name\":\"x\",\"_meta\":null}",
                "{\"name\":\"x\",\"_meta\":[]}",
                "{\"name\":\"x\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":20260728}}"
            })
    void refusesToolCallsOfTheWrongShape(String params) {
        WireException refusal = assertRefused(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":" + params + "}",
                WireException.INVALID_PARAMS);

        assertThat(refusal.id()).contains("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tools/Call", "TOOLS/CALL", " tools/call", "tools/call\\n", "tools/List"})
    void refusesMethodsThatALaxServerWouldTakeForAnother(String method) {
        WireException refusal = catchThrowableOfType(
                WireException.class,
                () -> Posts.decode(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"name\":\"x\"}}"));

        assertThat(refusal.code()).isEqualTo(WireException.METHOD_NOT_FOUND);
        assertThat(refusal.httpStatus()).isEqualTo(404);
    }

    @Test
    void refusesWhatIsLargerThanTheCaps() {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":%s}}";
        assertThat(Posts.decode(String.format(ping, "[".repeat(62) + "]".repeat(62))))
                .isNotNull();
        assertRefused(String.format(ping, "[".repeat(63) + "]".repeat(63)), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "[".repeat(100_000)), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "9".repeat(401)), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "0." + "9".repeat(400)), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "{\"" + "k".repeat(1025) + "\":1}"), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "[" + "{},".repeat(100_000) + "1]"), WireException.INVALID_REQUEST);
        assertRefused(String.format(ping, "\"" + "x".repeat(4 << 20) + "\""), WireException.INVALID_REQUEST);
    }

    @Test
    void answersWithTheIdOnceItWasRead() {
        WireException refusal = assertRefused(
                "{\"jsonrpc\":\"2.0\",\"id\":\"r-1\",\"method\":\"ping\",\"params\":{\"a\":1,\"a\":2}}",
                WireException.INVALID_REQUEST);

        assertThat(refusal.body().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"r-1\",\"error\":{\"code\":-32600,"
                        + "\"message\":\"Invalid request: duplicate key `a` in `/params`\"}}");
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    @Test
    void answersWithoutAnIdWhereThereAreTwo() {
        WireException refusal = assertRefused(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"}", WireException.INVALID_REQUEST);

        assertThat(refusal.id()).isEmpty();
        assertThat(refusal.body().toString()).doesNotContain("\"id\":1").doesNotContain("\"id\":2");
    }

    @Test
    void refusalsStayShortWhateverWasSent() {
        WireException refusal = assertRefused(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"%1$s\":1,\"%1$s\":2}}"
                        .formatted("😀".repeat(500)),
                WireException.INVALID_REQUEST);

        assertThat(refusal.body().length()).isLessThan(2000);
    }

    private static String kind(String body) {
        return Posts.decode(body)
                .fold(
                        call -> "call " + call.tool(),
                        list -> "list",
                        request -> "request " + request.method(),
                        notification -> "notification " + notification.method(),
                        response -> "response");
    }

    private static WireException assertRefused(String body, int code) {
        return assertRefused(body.getBytes(StandardCharsets.UTF_8), code);
    }

    private static WireException assertRefused(byte[] body, int code) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> Posts.decode(body));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.httpStatus()).isEqualTo(400);
        return refusal;
    }
}
