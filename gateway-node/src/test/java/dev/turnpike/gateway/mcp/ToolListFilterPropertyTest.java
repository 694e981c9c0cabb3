package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ToolListFilterPropertyTest {
    @Property
    void whatRemainsIsVerbatimAndInOrder(@ForAll("tools") List<Tool> tools) {
        String remaining = Fakes.names(tools, /* hidden= */ false);

        FilteredList list = ToolListFilterTest.filter(Era.LEGACY).filter(Buffer.buffer(Fakes.list(tools)));

        assertThat(list.bytes().toString().replaceAll("[ \n]*([\\[\\],])[ \n]*", "$1"))
                .isEqualTo("{\"before\":[0],\"result\":{\"a\":1,\"tools\":[" + remaining + "],\"z\":{}}}");
        assertThat(list.listed()).hasSameSizeAs(tools);
    }

    @Provide
    Arbitrary<List<Tool>> tools() {
        Arbitrary<String> definitions = Arbitraries.of(
                "{\"name\":\"%s\"}",
                "{ \"x\" : 1.10e2 , \"name\" : \"%s\" }",
                "{\"title\":\"é\\u00e9 😀\",\"name\":\"%s\",\"inputSchema\":{\"properties\":{\"name\":{}}}}");
        return Combinators.combine(
                        definitions,
                        Arbitraries.of(true, false),
                        Arbitraries.of("", " ", "\n  "),
                        Arbitraries.of("", " "))
                .as(Tool::new)
                .list()
                .ofMaxSize(8);
    }

    record Tool(String definition, boolean hidden, String before, String after) {
        String text() {
            return String.format(definition, hidden ? "hidden" : "shown");
        }
    }

    private static final class Fakes {
        static String list(List<Tool> tools) {
            return "{\"before\":[0],\"result\":{\"a\":1,\"tools\":["
                    + tools.stream()
                            .map(tool -> tool.before() + tool.text() + tool.after())
                            .collect(Collectors.joining(","))
                    + "],\"z\":{}}}";
        }

        static String names(List<Tool> tools, boolean hidden) {
            return tools.stream()
                    .filter(tool -> tool.hidden() == hidden)
                    .map(tool -> tool.text().replaceAll("[ \n]*([\\[\\],])[ \n]*", "$1"))
                    .collect(Collectors.joining(","));
        }
    }
}
