package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants of a node's directory that are pinned to a revision. */
class PinnedFilesTest {
    private static final String SERVER =
            "kind: Server\nname: kestra\nupstream: { url: \"http://127.0.0.1:9000/mcp\" }\n";
    private static final Secrets SECRETS = new Secrets(Map.of());

    @TempDir
    private Path directory;

    private final Registry registry = new MemoryClusterState(() -> Instant.EPOCH).registry();
    private final List<List<ConfigProblem>> refused = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        write("server.yaml", SERVER);
        policy("allow");
    }

    @Test
    void aGrantKeepsThePolicyOfItsRevisionWhenTheFileOfThePolicyChangesOrGoes() throws IOException {
        ResourceDirectory resources = load();
        grant("careful@1");
        resources.rescan();
        assertThat(shows()).isTrue();
        policy("deny");
        resources.rescan();
        assertThat(shows()).isTrue();
        grant("careful");
        resources.rescan();
        assertThat(shows()).isFalse();
        assertThat(names()).containsExactly("alice", "careful", "kestra");

        grant("careful@1");
        resources.rescan();
        Files.delete(directory.resolve("policy.yaml"));
        resources.rescan();
        assertThat(shows()).isTrue();
        assertThat(names()).containsExactly("alice", "careful@1", "kestra");

        Files.delete(directory.resolve("grant.yaml"));
        resources.rescan();
        assertThat(names()).containsExactly("kestra");
        assertThat(refused).isEmpty();
    }

    @Test
    void aDirectoryFindsItsPinsAgainWhenItsNodeStartsAnew() throws IOException {
        load();
        policy("deny");
        grant("careful@1");
        load();
        load();

        assertThat(shows()).isTrue();
        assertThat(names()).containsExactly("alice", "careful", "careful@1", "kestra");
    }

    @Test
    void aRevisionThatNobodyKnowsIsAProblemOfItsFile() throws IOException {
        grant("careful@1");
        assertThat(problems())
                .isEqualTo("[grant.yaml /policy (line 4, column 9): revision 1 of policy `careful` is not known;"
                        + " it has none yet; name the policy alone, to follow it]");
        Files.delete(directory.resolve("grant.yaml"));
        load();
        grant("careful@7");
        assertThat(problems())
                .isEqualTo("[grant.yaml /policy (line 4, column 9): revision 7 of policy `careful` is not known;"
                        + " the newest that are: 1]");
    }

    @Test
    void aPinDoesNotComeBackWithTheFileOfAGrantThatSomebodyBoundOtherwise() throws IOException {
        ResourceDirectory resources = load();
        grant("careful@1");
        resources.rescan();
        new RegistryEditor(registry, SECRETS, Duration.ofSeconds(1))
                .carryOut(
                        Edit.apply(
                                "{\"kind\":\"Grant\",\"name\":\"alice\",\"server\":\"kestra\",\"policy\":\"careful\"}",
                                /* policiesOnly= */ false,
                                /* prune= */ false,
                                stored -> true),
                        plan -> {});
        assertThat(names()).containsExactly("alice", "careful", "kestra");

        policy("deny");
        resources.rescan();

        assertThat(names()).containsExactly("alice", "careful", "kestra");
        assertThat(shows()).isFalse();
    }

    @Test
    void ofSeveralGrantsTheLastTakesThePinAway() throws IOException {
        ResourceDirectory resources = load();
        grant("careful@1");
        write("other.yaml", "kind: Grant\nname: bob\nserver: kestra\npolicy: careful@1\n");
        policy("deny");
        resources.rescan();
        assertThat(names()).containsExactly("alice", "bob", "careful", "careful@1", "kestra");

        Files.delete(directory.resolve("other.yaml"));
        resources.rescan();
        assertThat(names()).containsExactly("alice", "careful", "careful@1", "kestra");
        assertThat(shows()).isTrue();
    }

    private boolean shows() {
        Grant alice =
                LiveDirectory.follow(registry, SECRETS).current().grant("alice").orElseThrow();
        assertThat(alice.policyName()).contains("careful");
        return alice.policy().shows("anything");
    }

    private String problems() {
        return catchThrowableOfType(ConfigException.class, this::load)
                .problems()
                .toString();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        registry.snapshot().resources().keySet().stream().map(Resource.Id::name).forEach(names::add);
        return names;
    }

    private ResourceDirectory load() {
        ResourceWatcher watcher = new ResourceWatcher() {
            @Override
            public void applied(Change change) {}

            @Override
            public void refused(List<ConfigProblem> problems) {
                refused.add(problems);
            }
        };
        return ResourceDirectory.load(directory, registry, SECRETS, watcher, /* sole= */ true);
    }

    private void policy(String others) throws IOException {
        write("policy.yaml", "kind: Policy\nname: careful\ndocument: { version: \"1\", default: " + others + " }\n");
    }

    private void grant(String policy) throws IOException {
        write("grant.yaml", "kind: Grant\nname: alice\nserver: kestra\npolicy: " + policy + "\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
