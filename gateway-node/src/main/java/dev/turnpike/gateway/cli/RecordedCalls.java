package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.audit.values.KeptValues;
import dev.turnpike.gateway.audit.values.ValueKey;
import dev.turnpike.gateway.cli.replay.Judge;
import dev.turnpike.gateway.cli.replay.ReplayReader;
import dev.turnpike.gateway.cli.replay.ReplayReport;
import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which recorded calls are chosen. */
final class RecordedCalls {
    @Option(
            names = "--audit",
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Audit files, or directories of them (all that end in .jsonl).")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "NAME", description = "Only calls that this policy decided.")
    private @Nullable String policy;

    @Option(
            names = "--values-key",
            paramLabel = "REF",
            description = "Where the key is for the values that servers had kept: `env:NAME` or `file:/path`.")
    private @Nullable String valuesKey;

    @Mixin
    private AuditFilter filter;

    /** Judges them. */
    ReplayReport judge(Judge judge) {
        Predicate<JsonNode> wanted = filter.at(ZonedDateTime.now(ZoneId.systemDefault()))
                .and(record -> policy == null || record.path("policy").asText().equals(policy));
        try {
            List<Path> files = AuditPaths.files(paths);
            return ReplayReader.read(files, wanted, values(files), judge);
        } catch (IOException failure) {
            throw AuditPaths.unreadable(failure);
        }
    }

    private KeptValues values(List<Path> files) throws IOException {
        if (valuesKey == null) {
            return KeptValues.NONE;
        }
        SecretReference reference = SecretReference.parse(valuesKey)
                .orElseThrow(() -> CommandFailure.misused("--values-key: not a reference (expected: `env:NAME` or"
                        + " `file:/absolute/path`, never the key itself)"));
        try {
            return KeptValues.read(
                    files,
                    new ValueKey(new Secrets(System.getenv()).resolve(reference).reveal()));
        } catch (SecretException | IllegalArgumentException unusable) {
            throw CommandFailure.misused("--values-key: " + unusable.getMessage());
        }
    }
}
