package dev.turnpike.gateway.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "delete_flow_logs, delete flow logs",
        "deleteFlowLogs, delete flow logs",
        "DELETE-FLOW.logs/v2, delete flow logs v",
        "runSQLQuery, run sql query",
        "GitHub.createPR, git hub create pr",
        "löscheAlles, lösche alles",
        "___, ''"
    })
    void splitsWhereReadersWould(String identifier, String words) {
        assertThat(String.join(" ", Words.of(identifier))).isEqualTo(words);
    }
}
