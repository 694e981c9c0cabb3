package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

final class UpCommandTest {
    private static final String DOCUMENTS = """
            kind: Server
            name: shop
            upstream: { url: "http://127.0.0.1:9/mcp" }
            ---
            kind: Policy
            name: open
            document: { version: "1", default: allow }
            ---
            kind: Grant
            name: alice
            server: shop
            policy: open
            """;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void printsUrlsAndNewTokensOnceAndSaysWhenItStops() throws Exception {
        Files.writeString(directory.resolve("shop.yaml"), DOCUMENTS);

        String out = upUntil("token of alice");

        assertThat(out).containsPattern("server shop: http://127\\.0\\.0\\.1:\\d+/mcp/shop\n");
        assertThat(out).containsPattern("management: http://127\\.0\\.0\\.1:\\d+\n");
        assertThat(out).containsOnlyOnce("tpk_").endsWith("Stopped.\n");
        assertThat(out).containsOnlyOnce("tpo_").contains("token of operator admin, shown this once: tpo_");
    }

    @Test
    void printsOneJsonLineForPrograms() throws Exception {
        Files.writeString(directory.resolve("shop.yaml"), DOCUMENTS);

        String out = upUntil("}\n", "-o", "json");

        JsonNode ready = new ObjectMapper().readTree(out);
        assertThat(out.lines()).hasSize(1);
        assertThat(ready.path("url").asText()).endsWith("/mcp/shop");
        assertThat(ready.path("token").asText()).startsWith("tpk_");
        assertThat(ready.path("adminToken").asText()).startsWith("tpo_").hasSize(47);
        assertThat(ready.at("/nodes/0/pid").asLong())
                .isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void whoBringsOperatorsGetsNoTokenForOne() throws Exception {
        Files.writeString(directory.resolve("shop.yaml"), DOCUMENTS);
        Path operators = Files.writeString(directory.resolve("operators.txt"), "operators: []");

        String out = upUntil("}\n", "-o", "json", "--operators", operators.toString());

        assertThat(new ObjectMapper().readTree(out).has("adminToken")).isFalse();
    }

    @Test
    void documentsThatCannotBeUsedStopTheStartWithAllTheirProblems() throws Exception {
        Files.writeString(directory.resolve("a.yaml"), DOCUMENTS.replace("default: allow", "defalt: allow"));
        Files.writeString(directory.resolve("b.yaml"), "kind: Grant\nname: bob\nserver: nowhere\n");

        Spoken spoken = Spoken.of(arguments());

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.out()).isEmpty();
        assertThat(spoken.err()).contains("defalt").contains("nowhere").doesNotContain("\tat ");
    }

    @Test
    void aPortInUseIsOneLineWithAHint() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Spoken spoken = Spoken.of(arguments("--management-port", Integer.toString(taken.getLocalPort())));

            assertThat(spoken.exitCode()).isEqualTo(1);
            assertThat(spoken.err().lines()).hasSize(1);
            assertThat(spoken.err())
                    .startsWith("turnpike: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("choose other ports with `--port` and `--management-port`");
        }
    }

    /** Runs it on a thread of its own until the text has come, then ends it; answers with all that it printed. */
    private String upUntil(String text, String... more) throws Exception {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Turnpike.commandLine()
                .setOut(new PrintWriter(out))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        Thread thread = new Thread(() -> commandLine.execute(arguments(more)), "up");
        thread.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> out.toString().contains(text));
        thread.interrupt();
        thread.join();
        return out.toString();
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--resources",
                directory.toString(),
                "--port",
                "0",
                "--management-port",
                "0",
                "--audit-file",
                "none",
                "--store",
                "none"));
        for (int next = 0; next < more.length; next += 2) {
            int known = arguments.indexOf(more[next]);
            if (known < 0) {
                arguments.addAll(List.of(more[next], more[next + 1]));
            } else {
                arguments.set(known + 1, more[next + 1]);
            }
        }
        return arguments.toArray(String[]::new);
    }
}
