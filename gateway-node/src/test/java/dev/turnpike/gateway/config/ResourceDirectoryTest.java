package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceDirectoryTest {
    private static final String SERVER =
            "kind: Server\nname: kestra\nupstream: { url: \"http://127.0.0.1:9000/mcp\" }\n";
    private static final String GRANT = "kind: Grant\nname: alice\nserver: kestra\n";

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    private final Registry registry = new MemoryClusterState(() -> Instant.EPOCH).registry();
    private final Recorder recorder = new Recorder();

    @Test
    void allFilesAreLoadedAtTheStartAndWhatIsNoneOfThemIsPassedOver() throws IOException {
        write("server.yaml", SERVER);
        write("team/alice.json", "[{\"kind\": \"Grant\", \"name\": \"alice\", \"server\": \"kestra\"}]");
        write(".server.yaml.swp.yaml", "nonsense");
        write("README.md", "nonsense");

        load();

        assertThat(names()).containsExactly("alice", "kestra");
        assertThat(recorder.applied).hasSize(1);
        assertThat(recorder.applied.element().issued()).hasSize(1);
    }

    @Test
    void everythingWrongInAnyFileIsToldAtTheStart() throws IOException {
        write("a.yaml", "kind: Server\n");
        write("b.yaml", GRANT);
        Files.write(directory.resolve("c.yaml"), new byte[] {(byte) 0xff, 0x00});
        Files.createDirectory(directory.resolve("d.yaml"));
        write("policy.json", "{\"version\": \"1\", \"default\": \"deny\"}");

        ConfigException refused = catchThrowableOfType(ConfigException.class, this::load);

        assertThat(refused.problems())
                .extracting(ConfigProblem::source)
                .containsExactlyInAnyOrder("a.yaml", "a.yaml", "b.yaml", "c.yaml", "policy.json");
        assertThat(names()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNotThereIsAProblemAndOneThatGoesChangesNothing() throws IOException {
        Path gone = directory.resolve("gone");
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> ResourceDirectory.load(
                                        gone, registry, new Secrets(Map.of()), recorder, /* sole= */ false))
                        .problems())
                .hasToString("[" + gone + ": cannot be read; there is no such file]");

        write("gone/server.yaml", SERVER);
        ResourceDirectory resources =
                ResourceDirectory.load(gone, registry, new Secrets(Map.of()), recorder, /* sole= */ false);
        Files.delete(gone.resolve("server.yaml"));
        Files.delete(gone);
        resources.rescan();

        assertThat(names()).containsExactly("kestra");
        assertThat(recorder.refused).hasSize(1);
    }

    @Test
    void aChangeOfSeveralFilesIsOneStep() throws IOException {
        ResourceDirectory resources = load();
        Queue<Registry.Snapshot> seen = new ConcurrentLinkedQueue<>();
        registry.watch(seen::add);
        write("a-grant.yaml", GRANT);
        write("b-server.yaml", SERVER);

        resources.rescan();

        assertThat(names()).containsExactly("alice", "kestra");
        assertThat(seen).extracting(snapshot -> snapshot.resources().size()).containsExactly(0, 2);
    }

    @Test
    void anInvalidChangeIsToldOnceAndChangesNothing() throws IOException {
        write("server.yaml", SERVER);
        ResourceDirectory resources = load();
        long revision = registry.snapshot().revision();

        write("alice.yaml", GRANT.replace("kestra", "kestrel"));
        write("server.yaml", SERVER.replace("9000", "9001"));
        resources.rescan();
        resources.rescan();

        assertThat(recorder.refused).hasSize(1);
        assertThat(recorder.refused.element())
                .hasToString(
                        "[alice.yaml /server (line 3, column 9): unknown server `kestrel`; did you mean `kestra`?]");
        assertThat(registry.snapshot().revision()).isEqualTo(revision);

        write("alice.yaml", GRANT);
        resources.rescan();

        assertThat(names()).containsExactly("alice", "kestra");
        assertThat(recorder.applied).hasSize(2);
    }

    @Test
    void whatIsTheSameIsNoChange() throws IOException {
        write("server.yaml", SERVER);
        ResourceDirectory resources = load();

        write("server.yaml", "# a comment\n" + SERVER);
        resources.rescan();

        assertThat(recorder.applied).hasSize(1);
        assertThat(registry.snapshot().revision()).isEqualTo(1);
    }

    @Test
    void whatOthersChangedStaysUntilTheFileChangesAndWhatWentComesBack() throws Exception {
        write("server.yaml", SERVER);
        ResourceDirectory resources = load();
        Resource stored = registry.snapshot().resources().values().iterator().next();
        Resource changed =
                new Resource(stored.kind(), stored.name(), stored.json().replace("9000", "9009"), 0);
        registry.apply(List.of(changed), Set.of());

        resources.rescan();
        assertThat(stored()).contains("9009");

        write("server.yaml", SERVER.replace("9000", "9001"));
        resources.rescan();
        assertThat(stored()).contains("9001");

        registry.apply(List.of(), Set.of(stored.id()));
        resources.rescan();
        assertThat(names()).containsExactly("kestra");
    }

    private String stored() {
        return registry.snapshot().resources().values().toString();
    }

    @Test
    void documentsGoWithTheirFileAndTheOthersStay() throws IOException {
        registry.apply(
                List.of(new Resource(
                        Resource.Kind.SERVER,
                        "other",
                        "{\"kind\":\"Server\",\"name\":\"other\",\"upstream\":{\"url\":\"http://127.0.0.1/\"}}",
                        0)),
                Set.of());
        write("server.yaml", SERVER);
        write("alice.yaml", GRANT);
        ResourceDirectory resources = load();

        Files.delete(directory.resolve("alice.yaml"));
        resources.rescan();

        assertThat(names()).containsExactly("kestra", "other");
    }

    @Test
    void aGrantKeepsTheTokenThatWasMadeForIt() throws IOException {
        write("server.yaml", SERVER + "---\n" + GRANT);
        ResourceDirectory resources = load();

        write("server.yaml", SERVER + "---\n" + GRANT + "disabled: true\n");
        resources.rescan();

        String token = recorder.applied.remove().issued().get(0).token().reveal();
        assertThat(recorder.applied.remove().issued()).isEmpty();
        Grant alice = LiveDirectory.follow(registry, new Secrets(Map.of()))
                .current()
                .grantByToken(token)
                .orElseThrow();
        assertThat(alice.disabled()).isTrue();
    }

    @Test
    void linksLeadNowhereElse() throws IOException {
        Files.writeString(elsewhere.resolve("secret.yaml"), SERVER);
        Files.createSymbolicLink(directory.resolve("file.yaml"), elsewhere.resolve("secret.yaml"));
        Files.createSymbolicLink(directory.resolve("folder"), elsewhere);
        Files.createSymbolicLink(directory.resolve("dangling.yaml"), directory.resolve("none"));

        assertThat(catchThrowableOfType(ConfigException.class, this::load).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "dangling.yaml: cannot be read; there is no such file",
                        "file.yaml: cannot be read; the link leads out of the resources directory",
                        "folder: cannot be read; the link leads out of the resources directory");
    }

    @Test
    void aKubernetesVolumeChangesAsAWhole() throws IOException {
        write("..v1/server.yaml", SERVER);
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(directory.resolve("server.yaml"), Path.of("..data/server.yaml"));
        try (ResourceDirectory resources = load()) {
            resources.watch();

            write("..v2/server.yaml", SERVER.replace("9000", "9001"));
            Files.createSymbolicLink(directory.resolve("..tmp"), Path.of("..v2"));
            Files.move(directory.resolve("..tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

            await().untilAsserted(
                            () -> assertThat(registry.snapshot().resources().values())
                                    .extracting(Resource::json)
                                    .allMatch(json -> json.contains("9001")));
        }
    }

    @Test
    void filesThatAreWrittenReplacedAndRemovedAreNoticed() throws IOException {
        try (ResourceDirectory resources = load()) {
            resources.watch();

            write("team/server.yaml", SERVER);
            await().until(() -> names().equals(Set.of("kestra")));

            write("team/.new", SERVER + "---\n" + GRANT);
            Files.move(
                    directory.resolve("team/.new"),
                    directory.resolve("team/server.yaml"),
                    StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> names().equals(Set.of("alice", "kestra")));

            Files.delete(directory.resolve("team/server.yaml"));
            await().until(() -> names().isEmpty());
        }
    }

    @Test
    void aClosedDirectoryLeavesNoThreadBehind() {
        ResourceDirectory resources = load();
        resources.watch();

        resources.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("turnpike-resources");
    }

    private ResourceDirectory load() {
        return ResourceDirectory.load(directory, registry, new Secrets(Map.of()), recorder, /* sole= */ false);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        registry.snapshot().resources().keySet().forEach(id -> names.add(id.name()));
        return names;
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private static final class Recorder implements ResourceWatcher {
        private final Queue<Change> applied = new ConcurrentLinkedQueue<>();
        private final Queue<List<ConfigProblem>> refused = new ConcurrentLinkedQueue<>();

        @Override
        public void applied(Change change) {
            applied.add(change);
        }

        @Override
        public void refused(List<ConfigProblem> problems) {
            refused.add(problems);
        }
    }
}
