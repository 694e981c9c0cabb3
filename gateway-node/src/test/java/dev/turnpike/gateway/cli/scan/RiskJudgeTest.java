package dev.turnpike.gateway.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RiskJudgeTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "get_user, READ",
        "user_get, READ",
        "list_deleted_items, READ",
        "get_reset_status, READ",
        "create_issue, WRITE",
        "get_or_create_label, WRITE",
        "run_query, EXECUTE",
        "restartPod, EXECUTE",
        "delete_user, DESTRUCTIVE",
        "user.delete, DESTRUCTIVE",
        "search_and_destroy, DESTRUCTIVE",
        "get_delete_everything, DESTRUCTIVE",
        "reset_password, DESTRUCTIVE",
        "delete_payment_method, DESTRUCTIVE",
        "refund, FINANCIAL",
        "create_charge, FINANCIAL",
        "create_invoices, FINANCIAL",
        "send_money, FINANCIAL",
        "get_payment, READ",
        "frobnicate, WRITE"
    })
    void judgesByTheName(String name, Risk risk) throws Exception {
        assertThat(judge(name, "{}", "{}").risk()).isEqualTo(risk);
    }

    @Test
    void hintsNeverLowerWhatTheNameSays() throws Exception {
        assertThat(judge("delete_user", "{}", "{\"readOnlyHint\":true}").risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(judge("create_user", "{}", "{\"readOnlyHint\":true}").risk()).isEqualTo(Risk.WRITE);
        assertThat(judge("refund", "{}", "{\"destructiveHint\":false}").risk()).isEqualTo(Risk.FINANCIAL);
    }

    @Test
    void hintsRaiseARiskAndFillInWhereNothingElseSpeaks() throws Exception {
        assertThat(judge("update_page", "{}", "{\"destructiveHint\":true}").risk())
                .isEqualTo(Risk.DESTRUCTIVE);
        assertThat(judge("frobnicate", "{}", "{\"readOnlyHint\":true}").risk()).isEqualTo(Risk.READ);
        assertThat(judge("frobnicate", "{}", "{\"readOnlyHint\":true}").reason())
                .isEqualTo("the server says `readOnlyHint`");
    }

    @Test
    void argumentsThatHoldCodeMakeAToolExecute() throws Exception {
        Finding finding = judge("query_database", properties("\"sql\":{\"type\":\"string\"}"), "{}");

        assertThat(finding.risk()).isEqualTo(Risk.EXECUTE);
        assertThat(finding.reason()).isEqualTo("it runs what argument `sql` holds");
    }

    @Test
    void aChoiceOfActionsIsAsBadAsItsWorst() throws Exception {
        Finding finding =
                judge("manage_group", properties("\"action\":{\"enum\":[\"get\",\"delete\",\"update\"]}"), "{}");

        assertThat(finding.risk()).isEqualTo(Risk.DESTRUCTIVE);
        assertThat(finding.choice()).hasValueSatisfying(choice -> {
            assertThat(choice.destructive()).containsExactly("delete");
            assertThat(choice.others()).containsExactly("get", "update");
        });
    }

    @Test
    void readsChoicesThatAreWrittenAsAlternatives() throws Exception {
        String alternatives = "\"op\":{\"anyOf\":[{\"const\":\"list\"},{\"enum\":[\"wipe\"]},{\"type\":\"null\"}]}";

        assertThat(judge("thing", properties(alternatives), "{}").risk()).isEqualTo(Risk.DESTRUCTIVE);
    }

    @Test
    void anAmountIsMoneyBesideACurrencyButNotInAToolThatReads() throws Exception {
        String arguments = properties("\"amount\":{\"type\":\"integer\"},\"currency\":{\"type\":\"string\"}");

        assertThat(judge("submit_order", arguments, "{}").risk()).isEqualTo(Risk.FINANCIAL);
        assertThat(judge("get_rate", arguments, "{}").risk()).isEqualTo(Risk.READ);
        assertThat(judge("submit_order", properties("\"amount\":{\"type\":\"integer\"}"), "{}")
                        .risk())
                .isEqualTo(Risk.WRITE);
    }

    @Test
    void copesWithSchemasThatAreNone() throws Exception {
        assertThat(judge("get_x", "[1]", "7").risk()).isEqualTo(Risk.READ);
        assertThat(judge("get_x", "{\"properties\":[],\"required\":\"x\"}", "null")
                        .risk())
                .isEqualTo(Risk.READ);
    }

    private static String properties(String properties) {
        return "{\"type\":\"object\",\"properties\":{" + properties + "}}";
    }

    private static Finding judge(String name, String schema, String annotations) throws Exception {
        JsonNode inputSchema = MAPPER.readTree(schema);
        return RiskJudge.judge(new Tool(name, inputSchema, MAPPER.readTree(annotations)));
    }
}
