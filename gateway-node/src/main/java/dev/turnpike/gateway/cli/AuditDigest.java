package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.audit.DigestKey;
import dev.turnpike.gateway.cli.admin.ExactJson;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turnpike audit digest}. */
@Command(
        name = "digest",
        description = "Prints the digest by which calls with these arguments are found.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Records have such digests while the setting `audit-argument-digests` names a key.",
            "",
            "Examples:",
            "  turnpike audit digest --key file:/etc/turnpike/digest-key arguments.json",
            "  turnpike audit query --arguments-digest \"$(turnpike audit digest --key env:DIGEST_KEY arguments.json)\""
        })
final class AuditDigest implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputFormat output;

    @Option(
            names = "--key",
            paramLabel = "REF",
            required = true,
            description =
                    "Where the key is: `env:NAME` or `file:/path`, so that it does not stand on the command line.")
    private String key;

    @Parameters(paramLabel = "FILE", description = "The arguments, a JSON object.")
    private Path file;

    @Override
    public Integer call() {
        DigestKey digestKey = key();
        String digest = digestKey.digest(arguments());
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            OutputFormat.print(
                    out,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("key", digestKey.id())
                            .put("hmac_sha256", digest));
        } else {
            out.println(digest);
        }
        out.flush();
        return 0;
    }

    private DigestKey key() {
        SecretReference reference = SecretReference.parse(key)
                .orElseThrow(() -> CommandFailure.misused(
                        "--key: no reference; write `env:NAME` or `file:/absolute/path`, never the key"));
        try {
            return new DigestKey(new Secrets(System.getenv()).resolve(reference).reveal());
        } catch (SecretException | IllegalArgumentException unusable) {
            throw CommandFailure.misused("--key: " + unusable.getMessage());
        }
    }

    private ObjectNode arguments() {
        try {
            JsonNode json = ExactJson.read(TextFile.read(file));
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw CommandFailure.misused(file + ": no JSON object");
        } catch (TextFile.UnreadableFile unreadable) {
            throw CommandFailure.misused(String.valueOf(unreadable.getMessage()));
        } catch (JsonProcessingException broken) {
            throw CommandFailure.misused(file + ": no JSON: " + broken.getOriginalMessage());
        }
    }
}
