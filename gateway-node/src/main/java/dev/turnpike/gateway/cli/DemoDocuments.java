package dev.turnpike.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The documents of a demo: the built-in server, the policy that people paste first, and a grant that gets a token. */
final class DemoDocuments {
    static final String SERVER = "kestra";
    static final String GRANT = "demo";

    /** A call that the policy limits. */
    static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"backfill_executions",\
            "arguments":{"namespace":"demo","flow_id":"orders"}}}""";

    private DemoDocuments() {}

    /** Their file in a directory of documents. */
    static Path file(Path directory) {
        return directory.resolve("kestra.yaml");
    }

    /** @param upstream where the built-in server is */
    static void write(Path directory, String upstream) throws IOException {
        String documents = resource("demo-resources.yaml")
                .replace("{upstream}", upstream)
                .replace("{policy}\n", resource("seed-policy.json").indent(2));
        Files.writeString(file(directory), documents);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DemoDocuments.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
