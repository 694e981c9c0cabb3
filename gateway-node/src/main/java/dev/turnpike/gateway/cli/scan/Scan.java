package dev.turnpike.gateway.cli.scan;

import dev.turnpike.gateway.policy.PolicyReader;
import dev.turnpike.gateway.policy.Problem;
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

    /** The same policy: none leaves that a node would refuse. */
    private static String checked(String policy) {
        List<Problem> errors = PolicyReader.read(policy).errors();
        if (!errors.isEmpty()) {
            throw new ScanException("no valid policy could be written for these tools: " + errors.get(0));
        }
        return policy;
    }

    static Scan of(ToolListing listing) {
        List<Finding> findings = listing.tools().stream().map(RiskJudge::judge).toList();
        List<ScannedTool> tools = findings.stream()
                .sorted(Comparator.comparing(Finding::risk)
                        .reversed()
                        .thenComparing(finding -> finding.tool().name()))
                .map(finding -> new ScannedTool(finding.tool().name(), finding.risk(), finding.reason()))
                .toList();
        return new Scan(
                listing.server(), listing.protocol(), tools, checked(StarterPolicy.of(listing.server(), findings)));
    }
}
