package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParamHeadersTest {
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{"
            + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
            + "\"count\":{\"type\":\"integer\",\"x-mcp-header\":\"Count\"},"
            + "\"dry\":{\"type\":\"boolean\",\"x-mcp-header\":\"Dry\"},"
            + "\"at\":{\"type\":\"object\",\"properties\":{\"zone\":{\"type\":\"string\",\"x-mcp-header\":\"Zone\"}}},"
            + "\"free\":{\"type\":\"string\"}}}";

    @Test
    void aCallWithOtherArgumentsGetsTheHeadersThatMirrorThem() throws JsonProcessingException {
        Message.ToolCall edited = Posts.modernCall("x", "{\"region\":\"Zürich\",\"count\":1e3,\"dry\":true}");
        ParamHeaders known = ParamHeaders.of(new ObjectMapper().readTree(SCHEMA));

        MultiMap headers = known.mirroring(
                edited, Posts.headers("Mcp-Param-Region", "old", "Mcp-Param-Other", "x", "Mcp-Name", "x"));

        assertThat(headers.names())
                .containsExactlyInAnyOrder("Mcp-Name", "Mcp-Param-Region", "Mcp-Param-Count", "Mcp-Param-Dry");
        assertThatCode(() -> known.check(edited, headers)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"region\":\"us-west1\"}, Region, us-west1, true",
                "{\"region\":\"us-west1\"}, Region, US-WEST1, false",
                "{\"region\":\"Hello\"}, Region, =?base64?SGVsbG8=?=, true",
                "{\"region\":\"Hello\"}, Region, =?base64?SGVsbG8?=, false",
                "{\"region\":\"Hello\"}, Region, =?base64?SGVs!!!bG8=?=, false",
                "{\"region\":\"42\"}, Region, 42.0, false",
                "{\"count\":42}, Count, 42, true",
                "{\"count\":42}, Count, 42.0, true",
                "{\"count\":42.0}, Count, 42, true",
                "{\"count\":42}, Count, 43, false",
                "{\"count\":42}, Count, 0x2a, false",
                "{\"count\":42}, Count, 4.2e1, false",
                "{\"count\":9007199254740993}, Count, 9007199254740992, false",
                "{\"dry\":true}, Dry, true, true",
                "{\"dry\":true}, Dry, True, false",
                "{\"dry\":false}, Dry, true, false",
                "{\"at\":{\"zone\":\"z\"}}, Zone, z, true",
                "{\"at\":{\"zone\":\"z\"}}, Zone, y, false",
                "{\"free\":\"a\"}, Free, b, true",
                "{\"region\":null}, Region, x, false",
                "{}, Region, x, false",
                "{\"region\":[\"x\"]}, Region, x, false"
            })
    void headersAreHeldAgainstTheArguments(String arguments, String name, String value, boolean passes)
            throws JsonProcessingException {
        assertThat(passes(arguments, Posts.headers("Mcp-Param-" + name, value))).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"region\":\"x\"}, false",
                "{\"at\":{\"zone\":\"x\"}}, false",
                "{\"region\":null}, true",
                "{\"at\":7}, true",
                "{}, true"
            })
    void anArgumentThatIsThereMustBeMirrored(String arguments, boolean passes) throws JsonProcessingException {
        assertThat(passes(arguments, Posts.headers())).isEqualTo(passes);
    }

    @Test
    void aHeaderThatIsGivenTwiceIsRefused() throws JsonProcessingException {
        assertThat(passes("{\"region\":\"x\"}", Posts.headers("Mcp-Param-Region", "x", "mcp-param-region", "x")))
                .isFalse();
    }

    @Test
    void aLegacyCallNeedsNoneButMayNotContradict() throws JsonProcessingException {
        ParamHeaders headers = ParamHeaders.of(new ObjectMapper().readTree(SCHEMA));
        Message.ToolCall call = Posts.legacyCall("{\"name\":\"t\",\"arguments\":{\"region\":\"x\"}}");

        assertThatCode(() -> headers.check(call, Posts.headers())).doesNotThrowAnyException();
        WireException refusal = catchThrowableOfType(
                WireException.class, () -> headers.check(call, Posts.headers("Mcp-Param-Region", "y")));
        assertThat(refusal.code()).isEqualTo(WireException.HEADER_MISMATCH);
        assertThat(refusal.id()).contains("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "{\"x-mcp-header\":\"Root\",\"type\":\"string\"}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}}}",
                "{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                        + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}"
            })
    void ofABrokenSchemaNoHeaderIsKnown(String schema) throws JsonProcessingException {
        ParamHeaders headers = ParamHeaders.of(new ObjectMapper().readTree(schema));

        assertThatCode(() -> headers.check(Posts.modernCall("t", "{\"a\":\"x\"}"), Posts.headers("Mcp-Param-A", "y")))
                .doesNotThrowAnyException();
    }

    private static boolean passes(String arguments, MultiMap headers) throws JsonProcessingException {
        ParamHeaders known = ParamHeaders.of(new ObjectMapper().readTree(SCHEMA));
        Message.ToolCall call = Posts.modernCall("t", arguments);
        WireException refusal = catchThrowableOfType(WireException.class, () -> known.check(call, headers));
        assertThat(refusal == null || refusal.code() == WireException.HEADER_MISMATCH)
                .isTrue();
        return refusal == null;
    }
}
