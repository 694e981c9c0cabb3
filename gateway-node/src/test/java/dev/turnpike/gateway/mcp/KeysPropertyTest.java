package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class KeysPropertyTest {
    @Property
    void findsTheSecondOfTwoThatAreTheSame(@ForAll("manyKeys") List<String> given) {
        Keys keys = new Keys();
        Set<String> reference = new LinkedHashSet<>();
        for (String key : given) {
            assertThat(keys.add(key)).as(key).isEqualTo(reference.add(key));
        }
        assertThat(keys.list()).containsExactlyElementsOf(reference);
    }

    /** Often equal, often of one hash, never the same object. */
    @Provide
    Arbitrary<List<String>> manyKeys() {
        return Arbitraries.of("Aa", "BB", "a", "")
                .list()
                .ofMaxSize(3)
                .map(parts -> String.join("", parts))
                .list()
                .ofMaxSize(40);
    }
}
