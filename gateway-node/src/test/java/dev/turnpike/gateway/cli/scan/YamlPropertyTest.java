package dev.turnpike.gateway.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlPropertyTest {
    private final YAMLMapper mapper = new YAMLMapper();

    @Property
    void whateverIsQuotedComesBackTheSame(@ForAll String text) throws Exception {
        assertThat(mapper.readTree(Yaml.quoted(text)).asText()).isEqualTo(text);
        assertThat(mapper.readTree(Yaml.key(text) + ": 1").fieldNames().next()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no", "NULL", "y", "true", "- a", "a: b", "# c", "1.5", "", "\u0085", "\ud83d\ude00", "\ud83d"})
    void namesThatYamlWouldTakeForSomethingElseStayNames(String name) throws Exception {
        assertThat(mapper.readTree(Yaml.key(name) + ": 1").fieldNames().next()).isEqualTo(name);
        assertThat(mapper.readTree(Yaml.list(List.of(name))).get(0).isTextual()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"amount, args.amount", "a.b, 'args[\"a.b\"]'", "a\"b, 'args[\"a\\\"b\"]'", "7, 'args[\"7\"]'"})
    void pathsNameOneArgument(String argument, String path) {
        assertThat(Yaml.path(argument)).isEqualTo(path);
    }
}
