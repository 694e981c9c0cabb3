package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.cli.cluster.Cluster;
import dev.turnpike.gateway.cli.cluster.ClusterPlan;
import dev.turnpike.gateway.cli.cluster.NodePlan;
import dev.turnpike.gateway.cli.cluster.Program;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster says when it is ready, for people and for scripts.
 *
 * @param nodes process ids of the nodes, in the order of the plan
 * @param others process ids of the balancer and of Prometheus
 * @param servers the servers' names
 * @param tokens the tokens that were made at this start, by grant
 * @param adminToken what operators sign in with, at every node
 * @param own whether the servers are the operator's, and not the built-in one
 */
record ClusterWelcome(
        ClusterPlan plan,
        List<Long> nodes,
        Map<Program, Long> others,
        List<String> servers,
        Map<String, String> tokens,
        String adminToken,
        boolean own) {
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

    static ClusterWelcome of(Cluster cluster, boolean own) {
        List<String> servers = new ArrayList<>();
        Map<String, String> tokens = new LinkedHashMap<>();
        for (JsonNode line : cluster.readyLines()) {
            line.path("servers").fieldNames().forEachRemaining(name -> {
                if (!servers.contains(name)) {
                    servers.add(name);
                }
            });
            line.path("tokens")
                    .properties()
                    .forEach(made -> tokens.put(made.getKey(), made.getValue().asText()));
        }
        Map<Program, Long> others = new LinkedHashMap<>();
        for (Program program : Program.values()) {
            cluster.pid(program).ifPresent(pid -> others.put(program, pid));
        }
        return new ClusterWelcome(
                cluster.plan(),
                cluster.plan().nodes().stream().map(cluster::pid).toList(),
                others,
                servers,
                tokens,
                cluster.adminToken().reveal(),
                own);
    }

    /** The same line as {@code turnpike up} has, with all nodes and what runs beside them. */
    String json() {
        ObjectNode json = new ReadyLine(
                        plan.url(), plan.reader().management(), servers, tokens, Optional.of(adminToken))
                .document();
        ArrayNode list = json.putArray("nodes");
        for (int at = 0; at < nodes.size(); at++) {
            NodePlan node = plan.nodes().get(at);
            list.addObject()
                    .put("name", node.name())
                    .put("agent", node.agent())
                    .put("management", node.management())
                    .put("member", node.member())
                    .put("pid", nodes.get(at))
                    .put("config", plan.config(node).toString())
                    .put("audit", plan.audit(node).toString());
        }
        json.putObject("haproxy").put("stats", plan.stats()).put("pid", others.get(Program.HAPROXY));
        plan.prometheus()
                .ifPresent(
                        url -> json.putObject("prometheus").put("url", url).put("pid", others.get(Program.PROMETHEUS)));
        json.put("directory", plan.directory().toString());
        return json.toString();
    }

    void print(Colours colours, PrintWriter out) {
        out.println();
        out.println(colours.bold("Turnpike") + ": " + nodes.size() + (nodes.size() == 1 ? " node" : " nodes")
                + " behind HAProxy, in front of "
                + (own
                        ? "the servers of " + plan.resources()
                        : "a built-in MCP server with the 39 tools of Kestra, whose answers are canned"));
        out.println();
        servers.forEach(server -> row(out, "gateway", ReadyLine.mcpUrl(plan.url(), server)));
        tokens.forEach((grant, token) -> row(out, "token", token + " (of " + grant + ", shown this once)"));
        row(out, "operator", adminToken + " (the token of `admin`)");
        for (int at = 0; at < nodes.size(); at++) {
            NodePlan node = plan.nodes().get(at);
            row(out, node.name(), "management " + node.management() + ", process " + nodes.get(at));
        }
        row(out, "haproxy", plan.stats() + ", process " + others.get(Program.HAPROXY));
        plan.prometheus().ifPresent(url -> row(out, "prometheus", url + ", process " + others.get(Program.PROMETHEUS)));
        row(out, "documents", plan.resources() + " (edit them: changes hold from the next call on)");
        row(out, "files", plan.directory().toString());
        servers.stream().findFirst().ifPresent(server -> printConnection(connection(server), colours, out));
        section(
                colours,
                out,
                "How the nodes are",
                "./turnpike status --management " + plan.reader().management());
        out.println();
        out.println(colours.bold("Ctrl-C ends the cluster"));
    }

    private void printConnection(Connection connection, Colours colours, PrintWriter out) {
        section(colours, out, "Client configuration", connection.clientConfiguration());
        if (own) {
            section(colours, out, "A call to try", connection.curl(LIST));
        } else {
            section(
                    colours,
                    out,
                    "A call to try; the 11th within a minute is refused, whichever node gets it",
                    connection.curl(DemoDocuments.CALL));
        }
    }

    /** With the token that was made, if there is just one; grants with tokens of their own keep them to themselves. */
    private Connection connection(String server) {
        String token = tokens.size() == 1 ? tokens.values().iterator().next() : "TOKEN";
        return new Connection(server, ReadyLine.mcpUrl(plan.url(), server), token);
    }

    private static void row(PrintWriter out, String name, String text) {
        out.println("  %-11s %s".formatted(name, text));
    }

    private static void section(Colours colours, PrintWriter out, String title, String text) {
        out.println();
        out.println(colours.bold(title));
        out.println();
        out.println(text);
    }
}
