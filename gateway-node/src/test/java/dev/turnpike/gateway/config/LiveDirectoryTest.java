package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveDirectoryTest {
    private static final String TOKEN = "tpk_0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String DOCUMENTS = """
            kind: Server
            name: kestra
            upstream:
              url: http://127.0.0.1:9000/mcp
              headers: { Authorization: "env:UPSTREAM" }
            ---
            kind: Policy
            name: open
            document: { version: "1", default: allow }
            ---
            kind: Policy
            name: closed
            document: { version: "1", default: deny }
            ---
            kind: Grant
            name: alice
            server: kestra
            policy: open
            token: env:TOKEN
            expires: 2027-01-01T00:00:00Z
            ---
            kind: Grant
            name: bob
            server: kestra
            """;

    @TempDir
    Path files;

    private final Secrets secrets = new Secrets(Map.of("TOKEN", TOKEN, "UPSTREAM", "Bearer hush"));
    private final Registry registry = new MemoryClusterState(() -> Instant.EPOCH).registry();

    @Test
    void aTokenLeadsToItsGrantWithItsPolicy() {
        Change change = apply(DOCUMENTS);
        Directory directory = follow(secrets).current();

        Grant alice = directory.grantByToken(TOKEN).orElseThrow();
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(alice.server()).isEqualTo("kestra");
        assertThat(alice.policy().shows("anything")).isTrue();
        assertThat(alice.policyName()).contains("open");
        assertThat(alice.policyRevision()).isEqualTo(1);
        assertThat(alice.valid(Instant.parse("2026-12-31T23:59:59Z"))).isTrue();
        assertThat(alice.valid(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();

        Grant bob =
                directory.grantByToken(change.issued().get(0).token().reveal()).orElseThrow();
        assertThat(bob.name()).isEqualTo("bob");
        assertThat(bob.policyName()).isEmpty();
        assertThat(bob.policy().shows("anything")).isFalse();

        assertThat(directory.grantByToken(TOKEN + "x")).isEmpty();
        assertThat(directory.grantByToken("")).isEmpty();
        assertThat(directory.grantByToken("x".repeat(100_000))).isEmpty();
        assertThat(directory.grantByToken(TokenHash.of(TOKEN).hex())).isEmpty();
    }

    @Test
    void whatTheFilesOfAServersTlsHeldStaysWhileTheyAreBroken() throws Exception {
        Path ca = TestAuthority.create("one").write(files.resolve("ca.pem"));
        apply(DOCUMENTS.replace("http://127.0.0.1:9000/mcp", "https://127.0.0.1:9000/mcp\n  tls: { ca: " + ca + " }"));
        LiveDirectory live = follow(secrets);
        Server first = live.current().server("kestra").orElseThrow();
        assertThat(first.tls()).isPresent();

        Files.writeString(ca, "damaged");
        live.refreshSecrets();
        assertThat(live.current().server("kestra")).contains(first);
        Server elsewhere = follow(secrets).current().server("kestra").orElseThrow();
        assertThat(elsewhere.unavailable().orElseThrow()).contains("`" + ca + "` is not PEM");

        TestAuthority.create("two").write(ca);
        live.refreshSecrets();
        Server next = live.current().server("kestra").orElseThrow();
        assertThat(next.unavailable()).isEmpty();
        assertThat(next.tls()).isPresent().isNotEqualTo(first.tls());
    }

    @Test
    void aServerComesWithItsSecretsWhichArePrintedNowhere() {
        apply(DOCUMENTS);
        Directory directory = follow(secrets).current();

        Server kestra = directory.server("kestra").orElseThrow();
        assertThat(kestra.headers().get("Authorization")).isEqualTo(new Secret("Bearer hush"));
        assertThat(kestra.unavailable()).isEmpty();
        assertThat(kestra.toString() + directory.grants() + registry.snapshot())
                .doesNotContain("hush")
                .doesNotContain(TOKEN);
    }

    @Test
    void aChangeIsThereForTheNextRequestAndKeepsWhatDidNotChange() {
        apply(DOCUMENTS);
        LiveDirectory live = follow(secrets);
        Directory before = live.current();

        apply(DOCUMENTS
                .replace(
                        "name: closed\ndocument: { version: \"1\"",
                        "name: closed\ndocument: { description: x, version: \"1\"")
                .replace("policy: open", "policy: closed"));

        Grant alice = live.current().grantByToken(TOKEN).orElseThrow();
        assertThat(alice.policy().shows("anything")).isFalse();
        assertThat(before.grantByToken(TOKEN).orElseThrow().policy().shows("anything"))
                .isTrue();

        apply(DOCUMENTS);
        Grant restored = live.current().grantByToken(TOKEN).orElseThrow();
        assertThat(restored.policy())
                .isSameAs(before.grantByToken(TOKEN).orElseThrow().policy());
    }

    @Test
    void aRemovedGrantIsUnknownAtOnce() {
        apply(DOCUMENTS);
        LiveDirectory live = follow(secrets);

        registry.apply(List.of(), Set.of(new Resource.Id(Resource.Kind.GRANT, "alice")));

        assertThat(live.current().grantByToken(TOKEN)).isEmpty();
    }

    @Test
    void aClosedDirectoryFollowsNoLonger() {
        apply(DOCUMENTS);
        LiveDirectory live = follow(secrets);
        live.close();

        registry.apply(List.of(), Set.of(new Resource.Id(Resource.Kind.GRANT, "alice")));

        assertThat(live.current().grantByToken(TOKEN)).isPresent();
    }

    @Test
    void aServerWhoseSecretIsMissingHereIsUnavailableUntilItComesAndTheOthersWorkOn() throws IOException {
        Path key = Files.writeString(files.resolve("key"), "one\n");
        apply(DOCUMENTS + "---\nkind: Server\nname: other\nupstream:\n  url: http://127.0.0.1:9001/mcp\n"
                + "  headers: { X-Key: \"file:" + key + "\" }\n");
        Files.delete(key);
        LiveDirectory live = follow(secrets);

        Server other = live.current().server("other").orElseThrow();
        assertThat(other.unavailable()).contains("`file:" + key + "` is no file");
        assertThat(other.headers()).isEmpty();
        assertThat(live.current().server("kestra").orElseThrow().unavailable()).isEmpty();
        assertThat(live.current().problems())
                .hasToString("[(registry) Server other /upstream/headers/X-Key: `file:" + key
                        + "` is no file; every node needs it]");

        Files.writeString(key, "two\n");
        live.refreshSecrets();

        assertThat(live.current().server("other").orElseThrow().unavailable()).isEmpty();
        assertThat(live.current().server("other").orElseThrow().headers()).containsEntry("X-Key", new Secret("two"));
    }

    @Test
    void whatANodeDoesNotUnderstandIsLeftOutAndReported() {
        apply(DOCUMENTS);
        String hash = TokenHash.of("x".repeat(40)).hex();
        registry.apply(
                List.of(
                        stored(Resource.Kind.GRANT, "g1", "{\"kind\":\"Grant\",\"name\":\"g1\",\"server\":\"kestra\"}"),
                        stored(
                                Resource.Kind.GRANT,
                                "g2",
                                "{\"kind\":\"Grant\",\"name\":\"g2\",\"server\":\"kestra\"," + "\"tokenSha256\":\""
                                        + hash + "\",\"weekdays\":[1]}"),
                        stored(Resource.Kind.POLICY, "p", "{\"kind\":\"Policy\",\"name\":\"p\",\"file\":\"x.json\"}"),
                        stored(Resource.Kind.POLICY, "open", "{\"kind\":\"Policy\",\"name\":\"open\",\"document\":{}}"),
                        stored(Resource.Kind.SERVER, "s", "nonsense")),
                Set.of());

        Directory directory = follow(secrets).current();

        assertThat(directory.grantByToken("x".repeat(40))).isEmpty();
        assertThat(directory.server("s")).isEmpty();
        assertThat(directory.grantByToken(TOKEN).orElseThrow().policy().shows("anything"))
                .isFalse();
        assertThat(directory.problems())
                .extracting(ConfigProblem::source)
                .contains(
                        "(registry) Grant g1",
                        "(registry) Grant g2",
                        "(registry) Policy p",
                        "(registry) Policy open",
                        "(registry) Server s");
    }

    @Test
    void aTokenThatTwoGrantsHaveLeadsToNeither() {
        apply(DOCUMENTS);
        registry.apply(
                List.of(stored(
                        Resource.Kind.GRANT,
                        "eve",
                        "{\"kind\":\"Grant\",\"name\":\"eve\",\"server\":\"kestra\",\"tokenSha256\":\""
                                + TokenHash.of(TOKEN).hex() + "\"}")),
                Set.of());

        assertThat(follow(secrets).current().grantByToken(TOKEN)).isEmpty();
    }

    private LiveDirectory follow(Secrets here) {
        return LiveDirectory.follow(registry, here);
    }

    private Change apply(String documents) {
        Change change = new DocumentReader(secrets)
                .read(List.of(new DocumentSource("a.yaml", documents)), registry.snapshot(), Set.of());
        change.applyTo(registry).toCompletableFuture().join();
        return change;
    }

    private static Resource stored(Resource.Kind kind, String name, String json) {
        return new Resource(kind, name, json, 0);
    }
}
