package dev.turnpike.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ApprovalJsonTest {
    private final ApprovalJson form = new ApprovalJson(approval -> true, id -> "https://x/" + id);

    @Test
    void thePageOfTheDocumentationShowsEveryField() throws IOException {
        String page = Files.readString(Path.of("../docs/approvals.md"));
        int start = page.indexOf("```json\n{\n  \"id\"") + "```json\n".length();
        JsonNode shown = new ObjectMapper().readTree(page.substring(start, page.indexOf("```", start)));

        JsonNode json = form.withArguments(approval(Approval.State.PENDING, Optional.empty()));

        assertThat(names(shown)).isEqualTo(names(json));
        assertThat(names(shown.at("/steps/0"))).isEqualTo(names(json.at("/steps/0")));
    }

    @Test
    void argumentsAreThereOnlyWhereTheyAreAskedForAndKeepTheirDigits() {
        Approval approval =
                approval(Approval.State.APPROVED, Optional.of(new Approval.Edit("{\"a\":1.10,\"b\":1E+2}", "g")));

        assertThat(form.of(approval).toString()).doesNotContain("rguments");
        assertThat(form.withArguments(approval).toString())
                .contains("\"arguments\":{\"a\":0.300}", "\"editedArguments\":{\"a\":1.10,\"b\":1E+2}");
        assertThat(form.withArguments(approval.withoutArguments()).toString()).doesNotContain("rguments");
    }

    @Test
    void whatIsOverIsNotVoid() {
        assertThat(form.of(approval(Approval.State.PENDING, Optional.empty()))
                        .path("void")
                        .asBoolean())
                .isTrue();
        assertThat(form.of(approval(Approval.State.USED, Optional.empty()))
                        .path("void")
                        .asBoolean(true))
                .isFalse();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Approval approval(Approval.State state, Optional<Approval.Edit> edit) {
        Question question = new Question(
                "f",
                "alice",
                "shop",
                "pay",
                "/tools/pay",
                "why",
                "careful",
                1,
                "{\"a\":0.300}",
                new Question.Terms(60_000, 0, 1, 1));
        return new Approval(
                "a1",
                question,
                state,
                1,
                1_000,
                61_000,
                edit,
                List.of(),
                0,
                List.of(),
                false,
                List.of(new ApprovalStep(1, "s", ApprovalStep.Kind.REQUESTED, 1_000, "alice", "")),
                0);
    }
}
