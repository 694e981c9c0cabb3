package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SseToolListFilterTest {
    private static final String BEFORE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"hidden\"},{\"name\":\"a\"}]}}";
    private static final String AFTER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\"}]}}";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void onlyTheDataOfAToolListChanges(String eol) {
        String stream = ": hello||retry: 5||id: 7||event: message||data: %s||x: y||||data||||:||||data: other||||"
                .replace("||", eol);

        assertThat(filtered(String.format(stream, BEFORE))).isEqualTo(String.format(stream, AFTER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                ":\n\n",
                "id: 1\nretry: 100\ndata:\n\n",
                "data\n\n",
                "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}\n\n",
                "data: not json at all\n\n",
                "data:  two blanks\n\n",
                "datax: tools\n\n",
                "\ufeffdata: x\r\r\n\n\r",
                "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[{\"name\":\"a\"}]}}\n\n",
                "data: unfinished"
            })
    void everythingElsePassesByteForByte(String stream) {
        assertThat(filtered(stream)).isEqualTo(stream);
    }

    @Test
    void dataInSeveralLinesIsReadAsOne() {
        String stream =
                "id: 1\ndata: {\"result\":{\"tools\":[\nevent: x\ndata:{\"name\":\"a\"},\ndata: {\"name\":\"hidden\"}\ndata:]}}\n\n";

        assertThat(filtered(stream))
                .isEqualTo("id: 1\ndata: {\"result\":{\"tools\":[\ndata: {\"name\":\"a\"}\ndata: ]}}\nevent: x\n\n");
    }

    @Test
    void aByteOrderMarkDoesNotHideAToolList() {
        assertThat(filtered("\ufeffdata: " + BEFORE + "\n\n")).isEqualTo("\ufeffdata: " + AFTER + "\n\n");
    }

    @Test
    void aToolListWithoutItsBlankLineIsFilteredToo() {
        assertThat(filtered("data: " + BEFORE)).isEqualTo("data: " + AFTER);
        assertThat(filtered("data: " + BEFORE + "\r\n")).isEqualTo("data: " + AFTER + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]},\"result\":{}}\n\n",
                "data: {\"result\":{\"TOOLS\":[{\"name\":\"hidden\"}]}}\n\n",
                "data: {\"result\":{\"t\\u006fols\":[{\"name\":\"hidden\"}],}}\n\n",
                "data: [{\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}]\n\n",
                "data: {\"result\":{\"tools\":[{\"name\":\"hidden\"}]"
            })
    void anEventThatMayListToolsAndCannotBeReadEndsTheStream(String stream) {
        assertThatThrownBy(() -> filtered(stream)).isInstanceOf(UnreadableListException.class);
    }

    @Test
    void escapesDoNotHideAToolList() {
        String stream = "data: {\"r\\u0065sult\":{\"\\u0074ools\":[{\"n\\u0061me\":\"\\u0068idden\"}]}}\n\n";

        assertThat(filtered(stream)).doesNotContain("idden");
    }

    @Test
    void linesBeforeTheDataDoNotWait() {
        SseToolListFilter filter = filter(1000, new ArrayList<>());

        assertThat(filter.feed(Buffer.buffer(": ping\nid: 1\nda")).toString()).isEqualTo(": ping\nid: 1\n");
        assertThat(filter.feed(Buffer.buffer("ta: x\n")).toString()).isEmpty();
        assertThat(filter.feed(Buffer.buffer("\n")).toString()).isEqualTo("data: x\n\n");
    }

    @Test
    void anEventLargerThanTheCapEndsTheStream() {
        SseToolListFilter filter = filter(20, new ArrayList<>());

        filter.feed(Buffer.buffer("data: 0123456789\n\ndata: 01234\n"));
        assertThatThrownBy(() -> filter.feed(Buffer.buffer("data: 01234")))
                .isInstanceOf(UnreadableListException.class)
                .hasMessageContaining("20 bytes");
    }

    @Test
    void manySmallEventsAreNoLargeOne() {
        SseToolListFilter filter = filter(20, new ArrayList<>());
        for (int i = 0; i < 100; i++) {
            assertThat(filter.feed(Buffer.buffer(":\n\ndata: 0123\n\n")).length())
                    .isEqualTo(15);
        }
    }

    @Test
    void tellsWhatWasListed() {
        List<FilteredList> lists = new ArrayList<>();
        SseToolListFilter filter = filter(1000, lists);

        filter.feed(Buffer.buffer("data: tools\n\n".replace("tools", BEFORE)));

        assertThat(lists).hasSize(1);
        assertThat(lists.get(0).listed()).extracting(ListedTool::name).containsExactly("hidden", "a");
    }

    static SseToolListFilter filter(int maxEventBytes, List<FilteredList> lists) {
        return new SseToolListFilter(ToolListFilterTest.filter(Era.LEGACY), maxEventBytes, lists::add);
    }

    private static String filtered(String stream) {
        SseToolListFilter filter = filter(100_000, new ArrayList<>());
        return filter.feed(Buffer.buffer(stream)).appendBuffer(filter.end()).toString();
    }
}
