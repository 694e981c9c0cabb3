package dev.turnpike.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyReaderPropertyTest {
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anyTextIsAnsweredWithAPolicyOrAnError(@ForAll String text) {
        assertAnswered(PolicyReader.read(text));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aDamagedDocumentIsAnsweredWithAPolicyOrAnError(
            @ForAll("policies") String document, @ForAll("scraps") String scrap, @ForAll int place) {
        int at = Math.floorMod(place, document.length());
        assertAnswered(PolicyReader.read(document.substring(0, at) + scrap + document.substring(at + 1)));
        assertAnswered(PolicyReader.read(document.substring(0, at)));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void anyTreeIsAnsweredWithAPolicyOrAnError(@ForAll("trees") String json) {
        assertAnswered(PolicyReader.read(Documents.json(json)));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void jsonIsReadAlikeAsYaml(@ForAll("policies") String document) {
        String yaml = "# the same, read as YAML\n" + document;
        assertThat(DocumentText.parse(yaml).get(0).root()).isEqualTo(Documents.json(document));
    }

    private static void assertAnswered(PolicyReader.Result result) {
        assertThat(result.policy().isPresent()).isEqualTo(result.errors().isEmpty());
        assertThat(result.problems())
                .allSatisfy(problem -> assertThat(problem.toString().lines()).hasSize(1));
    }

    @Provide
    Arbitrary<String> policies() {
        return Documents.policies();
    }

    @Provide
    Arbitrary<String> scraps() {
        return Arbitraries.of(
                "{", "}", "[", "]", ",", "\"", "null", "1", "-", "é", "\n", ":", "*", "\"x\":1,", "&a ", "");
    }

    @Provide
    Arbitrary<String> trees() {
        List<String> names = List.of(
                "version",
                "default",
                "mode",
                "hide",
                "all_tools",
                "tools",
                "a",
                "action",
                "require",
                "deny_if",
                "approve_if",
                "approval",
                "limits",
                "rate_limit",
                "path",
                "op",
                "value",
                "counter",
                "window",
                "max",
                "cost",
                "scope");
        Arbitrary<String> leaves = Arbitraries.of(
                "null",
                "true",
                "1",
                "-1",
                "1e999999999",
                "\"1\"",
                "\"deny\"",
                "\"args.x\"",
                "\"gt\"",
                "\"day\"",
                "[]",
                "{}");
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
                        Arbitraries.maps(Arbitraries.of(names), inner)
                                .ofMaxSize(5)
                                .map(map -> "{"
                                        + String.join(
                                                ",",
                                                map.entrySet().stream()
                                                        .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                                                        .toList())
                                        + "}")),
                0,
                4);
    }
}
