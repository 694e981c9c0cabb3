package dev.turnpike.loadtest.proof.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HAProxy before the nodes: round robin, without affinity, and with their own word on whether they are ready. */
final class Balancer implements AutoCloseable {
    private static final long STOP_SECONDS = 5;
    private static final String CONFIGURATION = """
            global
                maxconn 4096
            defaults
                mode http
                timeout connect 1s
                timeout check 2s
                timeout client 60s
                timeout server 60s
                option redispatch 1
                retries 3
            listen stats
                bind %s:%d
                http-request use-service prometheus-exporter if { path /metrics }
            frontend agents
                bind %s:%d
                default_backend nodes
            backend nodes
                balance roundrobin
                option httpchk
                http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host localhost
                http-check expect status 200
                default-server check inter 300ms fall 2 rise 1
            """;

    private final Process process;

    private Balancer(Process process) {
        this.process = process;
    }

    static Balancer start(String host, int port, int statsPort, List<NodeProcess> nodes, Path directory) {
        String program = Tool.require("haproxy", "haproxy");
        StringBuilder text = new StringBuilder(CONFIGURATION.formatted(host, statsPort, host, port));
        for (NodeProcess node : nodes) {
            Place place = node.place();
            text.append("    server %s %s:%d port %d%n"
                    .formatted(node.name(), place.host(), place.agentPort(), place.managementPort()));
        }
        try {
            Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
            List<String> command = new ArrayList<>(List.of(program, "-db", "-f", file.toString()));
            return new Balancer(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("haproxy.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
