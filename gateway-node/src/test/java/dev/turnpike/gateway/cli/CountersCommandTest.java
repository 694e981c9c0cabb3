package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.OperatedGateway;
import dev.turnpike.gateway.testing.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Counters and nodes, by the command line. */
final class CountersCommandTest {
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
             "look":{"limits":[{"counter":"looks","window":"month","max":2},
                               {"counter":"all","window":"900s","max":9,"scope":"cluster","algorithm":"sliding"}]},
             "peek":{"limits":[{"counter":"peeks","window":"month","max":1,"scope":"session"}]}}}""";

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(POLICY);

    @Test
    void theListIsATable() {
        node.call(TestGateway.ALICE, "look", "");

        Spoken spoken = as(Role.VIEWER, "counters", "list", "--grant", "alice");

        assertThat(spoken.exitCode()).isZero();
        List<String> lines =
                spoken.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(0)).isEqualTo("COUNTER SESSION WINDOW HELD MAX UNTIL");
        assertThat(lines.get(1)).matches("looks month 1 2 \\S+-01T00:00:00Z");
        assertThat(lines.get(2)).matches("peeks - month 0 1 \\S+-01T00:00:00Z");
        assertThat(lines).hasSize(3);
        assertThat(as(Role.VIEWER, "counters", "list", "--cluster").out()).contains("900s (sliding)");
        assertThat(as(Role.VIEWER, "counters", "list", "--server", "kestra").out())
                .isEqualTo("no counters\n");
        assertThat(json(as(Role.VIEWER, "counters", "list", "--grant", "alice", "-o", "json"))
                        .path("counters")
                        .findValuesAsText("counter"))
                .containsExactly("looks", "peeks");
    }

    @Test
    void aCounterIsResetForTheNextCall() {
        node.call(TestGateway.ALICE, "look", "");
        node.call(TestGateway.ALICE, "look", "");

        Spoken spoken = as(Role.ADMIN, "counters", "reset", "--grant", "alice", "--counter", "looks", "--yes");

        assertThat(spoken).isEqualTo(new Spoken(0, "looks of grant alice is reset; it held 2\n", ""));
        assertThat(node.call(TestGateway.ALICE, "look", "").body()).contains("\"content\":[]");
        assertThat(json(as(Role.ADMIN, "counters", "reset", "--cluster", "--counter", "all", "-y", "-o", "json"))
                        .at("/reset/0/before")
                        .asInt())
                .isEqualTo(3);
        assertThat(as(Role.ADMIN, "counters", "reset", "--grant", "alice", "--counter", "peeks", "--session", "-", "-y")
                        .out())
                .isEqualTo("peeks of grant alice, session - is reset; it held 0\n");
    }

    @Test
    void withoutATerminalNothingIsResetUnasked() {
        Spoken spoken = as(Role.ADMIN, "counters", "reset", "--grant", "alice", "--counter", "looks");

        assertThat(spoken.exitCode()).isNotZero();
        assertThat(node.auditLines("admin")).isEmpty();
    }

    @Test
    void whatIsWrongIsToldInALine() {
        assertThat(as(Role.POLICY_MANAGER, "counters", "reset", "--grant", "alice", "--counter", "looks", "-y"))
                .isEqualTo(new Spoken(1, "", "turnpike: operators of role `policy_manager` may not do this\n"));
        assertThat(as(Role.ADMIN, "counters", "reset", "--grant", "alice", "--counter", "none", "-y")
                        .err())
                .isEqualTo("turnpike: grant:alice has no such counter\n");
        assertThat(as(Role.ADMIN, "counters", "reset", "--grant", "alice", "--counter", "none")
                        .err())
                .isEqualTo("turnpike: grant alice has no such counter; see `turnpike counters list`\n");
        assertThat(as(Role.ADMIN, "counters", "list", "--grant", "none").err())
                .isEqualTo("turnpike: there is no grant none, and no counter of one\n");
        assertThat(as(Role.ADMIN, "counters", "list").exitCode()).isEqualTo(2);
        assertThat(as(Role.ADMIN, "counters", "list", "--grant", "a", "--cluster")
                        .exitCode())
                .isEqualTo(2);
        assertThat(Spoken.of("counters").exitCode()).isEqualTo(2);
    }

    @Test
    void nodesAreATable() {
        Spoken spoken = as(Role.VIEWER, "get", "nodes");

        List<String> lines =
                spoken.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(0)).isEqualTo("NODE READY VERSION ADDRESS AGENT MANAGEMENT");
        assertThat(lines.get(1))
                .contains(" yes ")
                .endsWith("http://127.0.0.1:" + node.gateway().node().managementPort());
        assertThat(lines.get(3))
                .startsWith("1 of 1 nodes, quorum 1; limits can be spent; parts of the state are safe, 0 lost");
        assertThat(json(as(Role.VIEWER, "get", "nodes", "-o", "json")).path("nodes"))
                .hasSize(1);
        assertThat(as(Role.VIEWER, "get", "nodes", "n1").exitCode()).isEqualTo(2);
    }

    private static JsonNode json(Spoken spoken) {
        try {
            return new ObjectMapper().readTree(spoken.out());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Spoken as(Role role, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(node.options(role));
        return Spoken.of(all.toArray(String[]::new));
    }
}
