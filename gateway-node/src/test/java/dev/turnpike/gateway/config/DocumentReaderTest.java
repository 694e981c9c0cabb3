package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final String TOKEN = "tpk_0123456789abcdefghijklmnopqrstuvwxyz";
    private static final Registry.Snapshot NOTHING = new Registry.Snapshot(0, Map.of());
    private static final String SERVER = """
            kind: Server
            name: kestra
            error_style: protocol
            description: flows
            upstream:
              timeout: 90s
              headers: { X-Key: "env:UPSTREAM", Authorization: "env:UPSTREAM" }
              url: http://127.0.0.1:9000/mcp
            """;

    private final DocumentReader reader = new DocumentReader(new Secrets(Map.of("TOKEN", TOKEN, "UPSTREAM", "hush")));

    @Test
    void theRegistryGetsOneFormHoweverADocumentIsWritten() {
        Change fromYaml = read(NOTHING, new DocumentSource("a.yaml", SERVER));
        Change fromJson = read(NOTHING, new DocumentSource("a.json", """
                {"name": "kestra", "kind": "Server", "description": "flows", "error_style": "protocol",
                 "upstream": {"url": "http://127.0.0.1:9000/mcp", "timeout": "90000ms",
                              "headers": {"Authorization": "env:UPSTREAM", "X-Key": "env:UPSTREAM"}}}"""));

        assertThat(json(fromYaml))
                .containsExactly("{\"kind\":\"Server\",\"name\":\"kestra\",\"description\":\"flows\",\"upstream\":"
                        + "{\"url\":\"http://127.0.0.1:9000/mcp\",\"headers\":{\"Authorization\":\"env:UPSTREAM\","
                        + "\"X-Key\":\"env:UPSTREAM\"},\"timeout\":\"90s\"},\"error_style\":\"protocol\"}");
        assertThat(json(fromJson)).isEqualTo(json(fromYaml));
    }

    @Test
    void aGrantIsStoredWithTheHashOfItsTokenAlone() {
        Change change = read(NOTHING, new DocumentSource("a.yaml", SERVER + """
                        ---
                        kind: Grant
                        name: alice
                        server: kestra
                        token: env:TOKEN
                        expires: 2027-01-01T01:00:00+01:00
                        """));

        assertThat(json(change).get(1))
                .isEqualTo("{\"kind\":\"Grant\",\"name\":\"alice\",\"server\":\"kestra\",\"tokenSha256\":\""
                        + TokenHash.of(TOKEN).hex() + "\",\"expires\":\"2027-01-01T00:00:00Z\",\"disabled\":false}");
        assertThat(change.toString()).doesNotContain(TOKEN).doesNotContain("hush");
        assertThat(change.issued()).isEmpty();
    }

    @Test
    void aGrantWithoutATokenGetsOneThatIsShownOnceAndKeptFromThenOn() {
        DocumentSource source =
                new DocumentSource("a.yaml", SERVER + "---\nkind: Grant\nname: alice\nserver: kestra\n");

        Change first = read(NOTHING, source);
        Change again = read(stored(first), source);

        assertThat(first.issued()).hasSize(1);
        String token = first.issued().get(0).token().reveal();
        assertThat(json(first).get(1)).contains(TokenHash.of(token).hex()).doesNotContain(token);
        assertThat(again.issued()).isEmpty();
        assertThat(again.isEmpty()).isTrue();
    }

    @Test
    void aPolicyInAFileOfItsOwnIsEmbeddedAndNoDocument() {
        Change change = read(
                NOTHING,
                new DocumentSource("team/a.yaml", "kind: Policy\nname: careful\nfile: policies/careful.yaml\n"),
                new DocumentSource(
                        "team/policies/careful.yaml", "version: '1'\ndefault: deny\ntools: { b: {}, a: {} }\n"));

        assertThat(json(change))
                .containsExactly("{\"kind\":\"Policy\",\"name\":\"careful\",\"document\":"
                        + "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"b\":{},\"a\":{}}}}");
    }

    @Test
    void problemsOfAPolicyInAFileOfItsOwnAreToldOfThatFile() {
        ConfigException refused = refused(
                NOTHING,
                new DocumentSource("a.yaml", "kind: Policy\nname: careful\nfile: careful.yaml\n"),
                new DocumentSource("careful.yaml", "version: '1'\ndefault: deny\ntols: {}\n"));

        assertThat(refused.problems())
                .hasToString("[careful.yaml /tols (line 3, column 7): unknown field `tols`; did you mean `tools`?]");
    }

    @Test
    void whatIsStoredCanBeReferredToAndWhatIsReferredToCannotGo() {
        Registry.Snapshot stored = stored(read(
                NOTHING,
                new DocumentSource(
                        "a.yaml", SERVER + "---\nkind: Grant\nname: bob\nserver: kestra\ntoken: env:TOKEN\n")));
        Set<Resource.Id> server = Set.of(new Resource.Id(Resource.Kind.SERVER, "kestra"));
        DocumentSource alice = new DocumentSource("b.yaml", "kind: Grant\nname: alice\nserver: kestra\n");

        assertThat(reader.read(List.of(alice), stored, Set.of()).changed()).hasSize(1);
        assertThat(catchThrowableOfType(ConfigException.class, () -> reader.read(List.of(alice), stored, server))
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "b.yaml /server (line 3, column 9): unknown server `kestra`",
                        "(registry) Grant bob /server: unknown server `kestra`");
    }

    @Test
    void theTokenOfAStoredGrantCannotBeTakenByAnother() {
        Registry.Snapshot stored = stored(read(
                NOTHING,
                new DocumentSource(
                        "a.yaml", SERVER + "---\nkind: Grant\nname: bob\nserver: kestra\ntoken: env:TOKEN\n")));

        ConfigException refused = refused(
                stored, new DocumentSource("b.yaml", "kind: Grant\nname: alice\nserver: kestra\ntoken: env:TOKEN\n"));

        assertThat(refused.problems())
                .hasToString("[b.yaml /token (line 4, column 8): the token of another grant;"
                        + " it belongs to grant `bob` of the registry; every grant needs its own]");
    }

    @Test
    void onlyWhatDiffersFromTheRegistryIsAChange() {
        DocumentSource source = new DocumentSource(
                "a.yaml", SERVER + "---\nkind: Policy\nname: open\ndocument: { version: '1', default: allow }\n");
        Registry.Snapshot stored = stored(read(NOTHING, source));

        assertThat(read(stored, source).isEmpty()).isTrue();
        assertThat(read(stored, new DocumentSource("a.yaml", source.text().replace("allow", "deny")))
                        .changed())
                .extracting(Resource::name)
                .containsExactly("open");
    }

    @Test
    void problemsOfAllSourcesAreToldAtOnce() {
        ConfigException refused = refused(
                NOTHING,
                new DocumentSource("a.yaml", SERVER.replace("http:", "ftp:")),
                new DocumentSource("b.yaml", "kind: Grant\nname: alice\nserver: kestra\npolicy: none\n"),
                new DocumentSource("c.yaml", SERVER));

        assertThat(refused.problems())
                .extracting(ConfigProblem::source)
                .containsExactlyInAnyOrder("a.yaml", "b.yaml", "c.yaml");
    }

    private Change read(Registry.Snapshot stored, DocumentSource... sources) {
        return reader.read(List.of(sources), stored, Set.of());
    }

    private ConfigException refused(Registry.Snapshot stored, DocumentSource... sources) {
        return catchThrowableOfType(ConfigException.class, () -> read(stored, sources));
    }

    private static List<String> json(Change change) {
        return change.changed().stream().map(Resource::json).toList();
    }

    private static Registry.Snapshot stored(Change change) {
        return new Registry.Snapshot(1, change.changed().stream().collect(Collectors.toMap(Resource::id, r -> r)));
    }
}
