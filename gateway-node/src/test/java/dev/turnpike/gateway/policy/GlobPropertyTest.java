package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The index against a plain reference: try every glob as a regex, take the longest. */
class GlobPropertyTest {
    @Property(tries = 5000)
    void theIndexFindsWhatTryingEveryGlobWouldFind(
            @ForAll("globSets") Set<String> globs, @ForAll("names") String name) {
        GlobIndex<String> index = new GlobIndex<>(globs.stream().collect(Collectors.toMap(glob -> glob, glob -> glob)));
        List<String> matching = globs.stream()
                .filter(glob -> Pattern.matches(glob.replace("*", ".*"), name))
                .toList();
        String found = index.find(name);
        assertThat(Optional.ofNullable(found))
                .isEqualTo(matching.stream()
                        .min(Comparator.comparingInt((String glob) -> -glob.length())
                                .thenComparingInt(glob -> stars(glob))
                                .thenComparing(Comparator.naturalOrder())));
    }

    @Property
    void anExactNameWinsOverEveryGlob(@ForAll("globSets") Set<String> globs, @ForAll("names") String name) {
        Map<String, String> tools = globs.stream().collect(Collectors.toMap(glob -> glob, glob -> "\"deny\""));
        String entries = tools.entrySet().stream()
                .map(entry -> ",\"" + entry.getKey() + "\":{\"action\":" + entry.getValue() + "}")
                .collect(Collectors.joining());
        Policy policy = PolicyReader.read(
                        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"x" + name + "\":{}" + entries + "}}")
                .policy()
                .orElseThrow();
        assertThat(policy.decide("x" + name, JsonNodeFactory.instance.objectNode()))
                .isInstanceOf(Decision.Allow.class);
    }

    private static int stars(String glob) {
        return (int) glob.chars().filter(c -> c == '*').count();
    }

    @Provide
    Arbitrary<Set<String>> globSets() {
        return Arbitraries.strings()
                .withChars("ab*")
                .ofMinLength(1)
                .ofMaxLength(6)
                .filter(Glob::isGlob)
                .set()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(8);
    }
}
