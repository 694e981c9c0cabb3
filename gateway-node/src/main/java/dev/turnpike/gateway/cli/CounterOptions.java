package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.cli.scan.PlainText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whose counters are meant. */
final class CounterOptions {
    @ArgGroup(multiplicity = "1")
    private Owner owner = new Owner();

    private static final class Owner {
        @Option(names = "--grant", paramLabel = "NAME", description = "Counters of this grant, and of its sessions.")
        private @Nullable String grant;

        @Option(names = "--server", paramLabel = "NAME", description = "Counters of this server.")
        private @Nullable String server;

        @Option(names = "--cluster", description = "Counters of the cluster.")
        private boolean cluster;
    }

    /** As the API takes it. */
    Map.Entry<String, String> parameter() {
        if (owner.grant != null) {
            return Map.entry("grant", owner.grant);
        }
        return owner.server != null ? Map.entry("server", owner.server) : Map.entry("cluster", "true");
    }

    /** As people read it. */
    String text() {
        Map.Entry<String, String> parameter = parameter();
        return owner.cluster ? "the cluster" : parameter.getKey() + " " + PlainText.of(parameter.getValue());
    }
}
