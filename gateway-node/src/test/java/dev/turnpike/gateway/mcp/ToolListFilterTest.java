package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ToolListFilterTest {
    private static final String LIST =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[%s],\"nextCursor\":\"c\"}}";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "`{\"name\":\"hidden\"}`|``",
                "`{\"name\":\"hidden\"},{\"name\":\"a\"}`|`{\"name\":\"a\"}`",
                "`{\"name\":\"a\"},{\"name\":\"hidden\"}`|`{\"name\":\"a\"}`",
                "`{\"name\":\"hidden\"},{\"name\":\"hidden2\"},{\"name\":\"a\"}`|`{\"name\":\"a\"}`",
                "`{\"name\":\"a\"},{\"name\":\"hidden\"},{\"name\":\"hidden2\"},{\"name\":\"b\"}`|`{\"name\":\"a\"},{\"name\":\"b\"}`",
                "`{\"name\":\"hidden\"},{\"name\":\"a\"},{\"name\":\"hidden2\"}`|`{\"name\":\"a\"}`",
                "` {\"name\":\"a\", \"x\" : [1.0, 1e3 ,\"\\u00e9\"]} ,\n{ \"name\":\"h\\u0069dden\"} `|` {\"name\":\"a\", \"x\" : [1.0, 1e3 ,\"\\u00e9\"]} `",
                "`{\"name\":\"a\"},{\"title\":\"no name\"},{\"name\":7},null,\"a\",[]`|`{\"name\":\"a\"}`",
                "`{\"name\":\"a\",\"Name\":\"hidden\"}`|``"
            })
    void hiddenToolsAreCutAndTheRestIsVerbatim(String before, String after) {
        assertThat(filtered(Era.LEGACY, String.format(LIST, before))).isEqualTo(String.format(LIST, after));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[]}}",
                " { \"result\" : { \"x\":1, \"tools\" : [ {\"name\":\"a\"} , {\"name\":\"b\"} ] } , \"id\":1 } ",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"tools\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{\"tools\":[{\"name\":\"hidden\"}]}}"
            })
    void whatNeedsNoChangeIsTheSameBytes(String message) {
        Buffer bytes = Buffer.buffer(message);

        assertThat(filter(Era.LEGACY).filter(bytes).bytes()).isSameAs(bytes);
        assertThat(filter(Era.MODERN).filter(bytes).bytes()).isSameAs(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"result\":{\"tools\":[{\"name\":\"a\"}",
                "{\"result\":{\"tools\":[{\"name\":\"a\"},]}}",
                "{\"result\":{\"tools\":{\"name\":\"a\"}}}",
                "{\"result\":{\"tools\":null}}",
                "{\"result\":[]}",
                "{\"result\":{\"tools\":[]},\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}",
                "{\"result\":{\"tools\":[],\"tools\":[{\"name\":\"hidden\"}]}}",
                "{\"result\":{\"tools\":[],\"Tools\":[{\"name\":\"hidden\"}]}}",
                "{\"Result\":{\"tools\":[{\"name\":\"hidden\"}]}}",
                "{\"result\":{\"tools\":[{\"name\":\"a\",\"name\":\"hidden\"}]}}",
                "{\"result\":{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"x\":1,\"x\":2}}]}}",
                "{\"result\":{\"tools\":[]}} {}",
                "{\"result\":{\"tools\":[{\"name\":\"\\ud800\"}]}}"
            })
    void whatCannotBeReadWithCertaintyIsRefused(String message) {
        assertThatThrownBy(() -> filtered(Era.LEGACY, message))
                .isInstanceOf(UnreadableListException.class)
                .hasNoCause();
    }

    @Test
    void tellsAllToolsThatTheUpstreamNamed() {
        FilteredList list = filter(Era.LEGACY)
                .filter(Buffer.buffer(String.format(
                        LIST, "{\"name\":\"hidden\"},{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}},{}")));

        assertThat(list.listed()).extracting(ListedTool::name).containsExactly("hidden", "a");
        assertThat(list.listed().get(1).inputSchema().path("type").asText()).isEqualTo("object");
        assertThat(list.listed().get(0).inputSchema().isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`\"tools\":[],\"cacheScope\":\"public\",\"ttlMs\":300000`|`\"tools\":[],\"cacheScope\":\"private\",\"ttlMs\":60000`",
                "`\"ttlMs\":1 ,\"cacheScope\" : \"public\", \"tools\":[]`|`\"ttlMs\":1 ,\"cacheScope\" : \"private\", \"tools\":[]`",
                "`\"cacheScope\":\"private\",\"ttlMs\":60000,\"tools\":[]`|`\"cacheScope\":\"private\",\"ttlMs\":60000,\"tools\":[]`",
                "`\"ttlMs\":\"x\",\"tools\":[]`|`\"ttlMs\":60000,\"tools\":[]`",
                "`\"ttlMs\":6e4,\"tools\":[]`|`\"ttlMs\":6e4,\"tools\":[]`",
                "`\"tools\":[{\"name\":\"hidden\"}]`|`\"cacheScope\":\"private\",\"tools\":[]`",
                "`\"cacheScope\":\"public\",\"ttlMs\":300000`|`\"cacheScope\":\"public\",\"ttlMs\":300000`"
            })
    void aModernListIsForItsGrantAlone(String before, String after) {
        assertThat(filtered(Era.MODERN, "{\"result\":{" + before + "}}")).isEqualTo("{\"result\":{" + after + "}}");
    }

    @Test
    void aLegacyListHasNoCachingHints() {
        String list = "{\"result\":{\"tools\":[],\"cacheScope\":\"public\",\"ttlMs\":300000}}";

        assertThat(filtered(Era.LEGACY, list)).isEqualTo(list);
    }

    static ToolListFilter filter(Era era) {
        return new ToolListFilter(era, JsonCaps.TOOL_LIST, name -> !name.startsWith("hidden"));
    }

    private static String filtered(Era era, String message) {
        return filter(era).filter(Buffer.buffer(message)).bytes().toString();
    }
}
