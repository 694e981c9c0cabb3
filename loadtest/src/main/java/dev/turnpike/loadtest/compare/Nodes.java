package dev.turnpike.loadtest.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turnpike's own processes, started as its users start them. */
final class Nodes {
    private final Children children;
    private final Path resources;

    /** @param resources directory of the documents that are in force */
    Nodes(Children children, Path resources) {
        this.children = children;
        this.resources = resources;
    }

    /** One node that keeps its counters for itself. */
    Target alone(String name, Build build) throws IOException {
        return alone(name, build, List.of());
    }

    /** @param settings flags and their values, beside those that every node gets */
    Target alone(String name, Build build, List<String> settings) throws IOException {
        List<String> all = new ArrayList<>(List.of("--resources", resources.toString()));
        all.addAll(settings);
        return ready(name, start(name, build, all));
    }

    /** Nodes that agree over a grid, each counter with one synchronous backup. */
    Target cluster(String name, Build build, int size) throws IOException {
        List<Integer> ports =
                IntStream.range(0, size).mapToObj(i -> Children.freePort()).toList();
        String members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> settings = new ArrayList<>(List.of(
                    "--grid",
                    "hazelcast",
                    "--cluster-name",
                    name,
                    "--cluster-size",
                    Integer.toString(size),
                    "--member-port",
                    ports.get(i).toString(),
                    "--members",
                    members));
            if (i == 0) {
                settings.addAll(List.of("--resources", resources.toString()));
            }
            processes.add(start(name + "-" + i, build, settings));
        }
        List<Target> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            nodes.add(ready(name + "-" + i, processes.get(i)));
        }
        return Target.of(name, nodes);
    }

    private Process start(String name, Build build, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                build.launcher().toString(),
                "up",
                "-o",
                "json",
                "--agent-port",
                "0",
                "--management-port",
                "0",
                "--store",
                "none",
                "--audit-file",
                children.directory().resolve(name + "-audit.jsonl").toString()));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TURNPIKE_JAVA_OPTS", build.javaOptions());
        return children.start(name, builder);
    }

    private Target ready(String name, Process process) throws IOException {
        JsonNode line = new ObjectMapper().readTree(children.firstLine(name, process));
        URI agents = URI.create(line.at("/nodes/0/url").asText());
        return Target.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), agents.getPort()), process);
    }
}
