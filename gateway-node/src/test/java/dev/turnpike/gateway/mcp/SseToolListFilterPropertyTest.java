package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SseToolListFilterPropertyTest {
    @Property
    void chunksMakeNoDifference(@ForAll("streams") String stream, @ForAll("sizes") List<Integer> sizes) {
        assertThat(passed(stream, sizes)).isEqualTo(passed(stream, List.of(Integer.MAX_VALUE)));
    }

    @Property
    void aStreamWithoutToolListsPassesByteForByte(
            @ForAll("harmless") String stream, @ForAll("sizes") List<Integer> sizes) {
        assertThat(passed(stream, sizes)).isEqualTo(stream);
    }

    @Property
    void hiddenToolsNeverPass(@ForAll("streams") String stream, @ForAll("sizes") List<Integer> sizes) {
        assertThat(passed(stream, sizes)).doesNotContain("hidden");
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(1, 12).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> harmless() {
        return joined(Arbitraries.of(
                "data",
                "data:",
                "data: ",
                ":",
                "id: 1",
                "event: message",
                "retry: 3",
                "x",
                "é😀",
                "",
                "\n",
                "\r",
                "\r\n",
                "\n\n",
                "\ufeff",
                "{}",
                "[1,2]"));
    }

    @Provide
    Arbitrary<String> streams() {
        return joined(Arbitraries.of(
                "data: {\"result\":{\"tools\":[{\"name\":\"hidden\"},{\"name\":\"a\",\"x\":\"é😀\"}]}}\n\n",
                "data: {\"result\":\r\ndata:{\"tools\":[\r\ndata: {\"name\":\"b\"},{\"name\":\"hidden\"}]}}\r\n\r\n",
                "data:{\"result\":{\"tools\":[{\"name\":\"hidden\"}]}}\r\r",
                "data: {\"result\":{\"content\":[]}}\n\n",
                "id: 1\n",
                ": ping\r\n\r\n",
                "event: message\r",
                "data\n\n",
                "\n"));
    }

    private static Arbitrary<String> joined(Arbitrary<String> parts) {
        return parts.list().ofMaxSize(12).map(list -> String.join("", list));
    }

    private static String passed(String stream, List<Integer> sizes) {
        SseToolListFilter filter = SseToolListFilterTest.filter(100_000, new ArrayList<>());
        Buffer all = Buffer.buffer(stream);
        Buffer out = Buffer.buffer();
        int start = 0;
        for (int i = 0; start < all.length(); i++) {
            int end = (int) Math.min(all.length(), (long) start + sizes.get(i % sizes.size()));
            out.appendBuffer(filter.feed(all.getBuffer(start, end)));
            start = end;
        }
        return out.appendBuffer(filter.end()).toString();
    }
}
