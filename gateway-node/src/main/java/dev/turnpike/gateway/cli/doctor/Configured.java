package dev.turnpike.gateway.cli.doctor;

import dev.turnpike.gateway.cli.status.Vitals;
import dev.turnpike.gateway.config.NodeConfig;
import java.util.List;
import java.util.Optional;

/**
 * What the settings of a node say, and what this machine has for them.
 *
 * @param vitals what the node would run on here
 * @param unusable what keeps operators and documents from being read, one line each
 * @param documents how many there are
 * @param weakTokens which tokens are easy to guess, and why; never the tokens
 * @param readableFiles of secrets and tokens, which other users of this machine may read
 * @param unknownNames of the other nodes, which have no address
 * @param storeProblem why the database cannot be reached; empty if it can, or is a file
 * @param auditProblem why the audit file cannot be written; empty if it can, or there is none
 */
public record Configured(
        NodeConfig config,
        Vitals vitals,
        List<String> unusable,
        int documents,
        List<String> weakTokens,
        List<String> readableFiles,
        List<String> unknownNames,
        Optional<String> storeProblem,
        Optional<String> auditProblem) {
    public Configured {
        unusable = List.copyOf(unusable);
        weakTokens = List.copyOf(weakTokens);
        readableFiles = List.copyOf(readableFiles);
        unknownNames = List.copyOf(unknownNames);
    }
}
