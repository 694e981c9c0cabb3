package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node would read at its start, read without one: operators, documents and the secrets that they refer to.
 *
 * @param documents how many there are
 * @param problems what is wrong, one line each
 */
public record Rehearsal(int documents, List<String> problems) {
    public Rehearsal {
        problems = List.copyOf(problems);
    }

    /** Reads it all. Blocks. */
    public static Rehearsal of(NodeConfig config, Secrets secrets) {
        List<String> wrong = new ArrayList<>();
        tried(wrong, () -> LiveOperators.open(config.admin(), secrets));
        tried(wrong, () -> PortIdentities.open(config.tls(), InstantSource.system()));
        config.webhooks().ifPresent(file -> tried(wrong, () -> WebhooksFile.read(file, secrets)));
        Credential.of(config).stream()
                .filter(credential -> !credential.token() && !credential.owner().startsWith("server "))
                .forEach(credential -> credential.reference().ifPresent(place -> {
                    try {
                        secrets.resolve(place);
                    } catch (SecretException missing) {
                        wrong.add(credential.owner() + ": " + missing.getMessage());
                    }
                }));
        int[] documents = {0};
        config.resources()
                .ifPresent(directory -> tried(wrong, () -> {
                    ResourceFiles files = new ResourceFiles(directory);
                    Problems problems = new Problems();
                    List<DocumentSource> sources = files.read(files.list(), problems);
                    problems.refuse();
                    Change change = new DocumentReader(secrets)
                            .read(sources, new Registry.Snapshot(0, Map.of()), /* previous= */ Set.of());
                    documents[0] = change.documents().size();
                }));
        return new Rehearsal(documents[0], wrong);
    }

    private static void tried(List<String> wrong, Runnable reading) {
        try {
            reading.run();
        } catch (ConfigException refused) {
            refused.problems().stream()
                    .filter(ConfigProblem::isError)
                    .forEach(problem -> wrong.add(problem.toString().replaceAll("\\s*\\R\\s*", "; ")));
        }
    }
}
