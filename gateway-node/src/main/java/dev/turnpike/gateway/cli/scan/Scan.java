package dev.turnpike.gateway.cli.scan;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The outcome of scanning one upstream.
 *
 * @param server what the upstream calls itself; safe to print
 * @param protocol the MCP revision that was spoken; safe to print
 * @param tools riskiest first, then by name
 * @param policy the starter policy, as YAML
 */
public record Scan(String server, String protocol, List<ScannedTool> tools, String policy) {
    public Scan {
        tools = List.copyOf(tools);
    }

    public long count(Risk risk) {
        return tools.stream().filter(tool -> tool.risk() == risk).count();
    }

    /** A tool with its risk and the reason for it, both safe to print; the name is as the server gave it. */
    public record ScannedTool(String name, Risk risk, String reason) {}

    /**
     * Connects, lists and judges. Blocks.
     *
     * @param headers sent with every request
     * @param timeout for one request and its answer
     * @throws ScanException if the upstream cannot be scanned
     */
    public static Scan of(URI upstream, Map<String, String> headers, Duration timeout) {
        return of(new McpClient(new Wire(upstream, headers, timeout)).list());
    }

    static Scan of(ToolListing listing) {
        List<Finding> findings = listing.tools().stream().map(RiskJudge::judge).toList();
        List<ScannedTool> tools = findings.stream()
                .sorted(Comparator.comparing(Finding::risk)
                        .reversed()
                        .thenComparing(finding -> finding.tool().name()))
                .map(finding -> new ScannedTool(finding.tool().name(), finding.risk(), finding.reason()))
                .toList();
        return new Scan(listing.server(), listing.protocol(), tools, StarterPolicy.of(listing.server(), findings));
    }
}
