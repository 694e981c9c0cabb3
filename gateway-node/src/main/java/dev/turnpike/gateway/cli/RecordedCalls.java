package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.gateway.cli.replay.Judge;
import dev.turnpike.gateway.cli.replay.ReplayReader;
import dev.turnpike.gateway.cli.replay.ReplayReport;
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

    @Mixin
    private AuditFilter filter;

    /** Judges them. */
    ReplayReport judge(Judge judge) {
        Predicate<JsonNode> wanted = filter.at(ZonedDateTime.now(ZoneId.systemDefault()))
                .and(record -> policy == null || record.path("policy").asText().equals(policy));
        try {
            return ReplayReader.read(AuditPaths.files(paths), wanted, judge);
        } catch (IOException failure) {
            throw AuditPaths.unreadable(failure);
        }
    }
}
