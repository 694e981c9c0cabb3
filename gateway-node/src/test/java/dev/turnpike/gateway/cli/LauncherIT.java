package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherIT {
    @TempDir
    private Path elsewhere = Path.of(".");

    @Test
    void theDemoServesAndEndsCleanlyWhenItIsTold() throws Exception {
        try (LaunchedProcess demo =
                LaunchedProcess.start(elsewhere, "demo", "-o", "json", "--port", "0", "--management-port", "0")) {
            JsonNode ready = demo.ready();
            JsonNode listed = LaunchedProcess.call(
                    HttpClient.newHttpClient(), ready, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
            demo.terminate();
            demo.exitCode();

            assertThat(listed.toString()).contains("backfill_executions").doesNotContain("delete_flow_logs");
            assertThat(ready.path("nodes").get(0).path("pid").asLong()).isEqualTo(demo.pid());
            assertThat(demo.rest()).isEmpty();
            assertThat(demo.err()).contains("The demo has ended.").doesNotContain("\tat ");
        }
    }

    @Test
    void exitCodesReachTheShell() throws Exception {
        try (LaunchedProcess misused = LaunchedProcess.start(elsewhere, "up", "--port", "many")) {
            assertThat(misused.exitCode()).isEqualTo(2);
            assertThat(misused.err()).contains("turnpike: --agent-port").doesNotContain("\tat ");
        }
    }
}
