package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.OperatedGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Approvals at a real node, by the command line. */
final class ApprovalsCommandTest {
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
             "pay":{"action":"require_approval","deny_if":[{"path":"args.amount","op":"gt","value":500}]},
             "wire":{"action":"require_approval","approval":{"approvers":2}}}}""";

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(POLICY);

    @Test
    void theListIsATable() throws Exception {
        assertThat(approvals(Role.VIEWER, "list").out()).isEqualTo("no approvals\n");
        String id = ask("wire", "{\"amount\":1}");

        Spoken spoken = approvals(Role.VIEWER, "list");

        assertThat(spoken.exitCode()).isZero();
        List<String> lines =
                spoken.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(0)).isEqualTo("ID STATE AGE LEFT GRANT CALL AGREED REASON");
        assertThat(lines.get(1)).matches(id + " pending \\d+ s \\d+ (min|h) alice kestra/wire 0/2 .+");
        assertThat(lines).hasSize(2);
    }

    @Test
    void filtersAndJsonAreForScripts() throws Exception {
        String paid = ask("pay", "{\"amount\":1}");
        String wired = ask("wire", "{\"amount\":1}");
        approvals(Role.APPROVER, "deny", paid);

        assertThat(json(approvals(Role.VIEWER, "list", "-o", "json")).findValuesAsText("id"))
                .containsExactly(wired);
        assertThat(json(approvals(Role.VIEWER, "list", "-o", "json", "--state", "all", "--tool", "pay"))
                        .findValuesAsText("id"))
                .containsExactly(paid);
        assertThat(json(approvals(Role.VIEWER, "list", "-o", "json", "--grant", "bob"))
                        .path("approvals"))
                .isEmpty();
        assertThat(approvals(Role.VIEWER, "list", "--state", "all", "--limit", "1")
                        .err())
                .contains("there are more than 1");
    }

    @Test
    void oneIsShownWithItsArgumentsByTheBeginningOfItsId() throws Exception {
        String id = ask("pay", "{\"amount\":4.10,\"to\":\"bob\"}");

        Spoken spoken = approvals(Role.APPROVER, "show", id.substring(0, 8));

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out())
                .startsWith("alice asks to call pay of kestra\n  id        " + id + "\n  state     pending\n")
                .contains(
                        "  arguments {\n              \"amount\" : 4.10,\n              \"to\" : \"bob\"\n            }\n")
                .contains("requested by alice");
        assertThat(approvals(Role.VIEWER, "show", id).out()).doesNotContain("arguments", "bob");
        assertThat(json(approvals(Role.APPROVER, "show", id, "-o", "json"))
                        .at("/arguments/to")
                        .asText())
                .isEqualTo("bob");
    }

    @Test
    void aBeginningOfSeveralIdsOrOfNoneIsRefused() throws Exception {
        String one = ask("pay", "{\"amount\":1}");
        String other = ask("pay", "{\"amount\":2}");

        Spoken several = approvals(Role.VIEWER, "show", "a");
        Spoken none = approvals(Role.VIEWER, "show", "zz");

        assertThat(several.exitCode()).isEqualTo(1);
        assertThat(several.err()).contains("`a` is the beginning of 2 ids: ", one, other);
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).isEqualTo("turnpike: no approval has the id `zz`\n");
        assertThat(approvals(Role.VIEWER, "show", "stream").err()).contains("no approval has the id `stream`");
        assertThat(approvals(Role.VIEWER, "show", "../x").err()).contains("no approval has the id `../x`");
    }

    @Test
    void whoApprovesSeesWhatAndTheCallRuns() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Spoken spoken = approvals(Role.APPROVER, "approve", id, "--note", "fine");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out())
                .contains("alice asks to call pay of kestra", "\"amount\" : 1")
                .containsPattern("\napproved; it can be used for \\d+ (min|h)\n$");
        call("pay", "{\"amount\":1}");
        assertThat(node.upstream().received()).hasSize(1);
        assertThat(approvals(Role.VIEWER, "show", id).out()).contains("approved by approver: fine", "used");
    }

    @Test
    void whereTwoMustAgreeTheFirstOnlyAgrees() throws Exception {
        String id = ask("wire", "{\"amount\":1}");

        assertThat(approvals(Role.APPROVER, "approve", id).out()).endsWith("agreed; 1 more must agree\n");
        assertThat(approvals(Role.APPROVER, "approve", id).exitCode()).isEqualTo(1);
        assertThat(approvals(Role.ADMIN, "approve", id).out()).contains("agreed    1 of 2: approver", "approved;");
    }

    @Test
    void whoDeniesSaysWhyAndTheAgentIsTold() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Spoken spoken = approvals(Role.APPROVER, "deny", id, "--note", "not this quarter");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out()).isEqualTo("denied: alice may not call pay of kestra\n");
        assertThat(call("pay", "{\"amount\":1}")).contains("not this quarter");
        Spoken late = approvals(Role.ADMIN, "approve", id);
        assertThat(late.exitCode()).isEqualTo(1);
        assertThat(late.err()).isEqualTo("turnpike: it is denied already\n");
    }

    @Test
    void otherArgumentsRunAsTheyStandInTheFile() throws Exception {
        String id = ask("pay", "{\"amount\":1}");
        Path file = Files.writeString(node.data().resolve("edit.json"), "{\"amount\": 0.10}");

        Spoken spoken = approvals(Role.APPROVER, "approve", id, "--arguments", file.toString());

        assertThat(spoken.out()).contains("approved to run as {\"amount\":0.10};");
        call("pay", "{\"amount\":1}");
        assertThat(node.upstream().received().get(0).body().toString()).contains("{\"amount\":0.10}");
    }

    @Test
    void otherArgumentsThatThePolicyRefusesApproveNothing() throws Exception {
        String id = ask("pay", "{\"amount\":1}");
        Path file = Files.writeString(node.data().resolve("edit.json"), "{\"amount\": 501}");

        Spoken spoken = approvals(Role.APPROVER, "approve", id, "--arguments", file.toString());

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.err()).contains("the policy refuses these arguments");
        assertThat(approvals(Role.VIEWER, "list").out()).contains(id);
    }

    @Test
    void argumentsThatAreNoObjectAreWrongUsage() throws Exception {
        Path twice = Files.writeString(node.data().resolve("twice.json"), "{\"amount\":1,\"amount\":2}");
        Path list = Files.writeString(node.data().resolve("list.json"), "[]");

        assertThat(approvals(Role.APPROVER, "approve", "a1", "--arguments", twice.toString()))
                .satisfies(spoken -> assertThat(spoken.exitCode()).isEqualTo(2))
                .satisfies(spoken -> assertThat(spoken.err()).contains("not JSON, or a key twice in one object"));
        assertThat(approvals(Role.APPROVER, "approve", "a1", "--arguments", list.toString())
                        .err())
                .contains("--arguments: not a JSON object");
        assertThat(approvals(
                                Role.APPROVER,
                                "approve",
                                "a1",
                                "--arguments",
                                node.data().resolve("none").toString())
                        .err())
                .contains("no such file");
    }

    @Test
    void whoMayNotDecideIsToldSo() throws Exception {
        String id = ask("pay", "{\"amount\":1}");

        Spoken spoken = approvals(Role.VIEWER, "deny", id);

        assertThat(spoken.exitCode()).isEqualTo(1);
        assertThat(spoken.err()).isEqualTo("turnpike: operators of role `viewer` may not do this\n");
    }

    @Test
    void aTokenThatIsUnknownMissingOrInTheOpenIsRefused() throws Exception {
        Path unknown = Files.writeString(node.data().resolve("unknown"), "tpo_hush");

        Spoken wrong = Spoken.of("approvals", "list", "--management", management(), "--token", "file:" + unknown);
        Spoken missing =
                Spoken.of("approvals", "list", "--management", management(), "--token", "env:NOBODY_SETS_THIS");
        Spoken open = Spoken.of("approvals", "list", "--management", management(), "--token", "tpo_hush");

        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).isEqualTo("turnpike: no operator has this token\n");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("`env:NOBODY_SETS_THIS` is not set or empty");
        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err())
                .contains("write `env:NAME` or `file:/absolute/path`")
                .doesNotContain("hush");
    }

    @Test
    void examplesAreInTheHelp() {
        for (String command : List.of("list", "show", "approve", "deny")) {
            assertThat(Spoken.of("approvals", command, "--help").out()).contains("  turnpike approvals " + command);
        }
    }

    private Spoken approvals(Role role, String... arguments) {
        List<String> all = new ArrayList<>(List.of("approvals"));
        all.addAll(List.of(arguments));
        all.addAll(node.options(role));
        return Spoken.of(all.toArray(String[]::new));
    }

    private String management() {
        return "http://127.0.0.1:" + node.gateway().node().managementPort();
    }

    private static JsonNode json(Spoken spoken) throws Exception {
        return new ObjectMapper().readTree(spoken.out());
    }

    private String ask(String tool, String arguments) throws Exception {
        return new ObjectMapper()
                .readTree(call(tool, arguments))
                .at("/result/structuredContent/approval_id")
                .asText();
    }

    private String call(String tool, String arguments) {
        return node.gateway()
                .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments + "}}")
                .body();
    }
}
