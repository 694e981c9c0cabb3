package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether operators' tokens cross a network in the clear. */
public final class ManagementPortOpen implements Check {
    private static final String MEND =
            "give it TLS, or bind it to a loopback or private address and put a proxy with TLS in front of"
                    + " it; close it to all but operators, probes and Prometheus";

    @Override
    public String name() {
        return "management-port";
    }

    @Override
    public String expects() {
        return "the management port is on a loopback address, or speaks TLS";
    }

    @Override
    public Verdict examine(Subject subject) {
        Map<String, String> open = new LinkedHashMap<>();
        subject.vitals().forEach((node, vitals) -> {
            if (!PrivateAddress.isLoopback(vitals.managementHost()) && !isEncrypted(subject, node)) {
                open.put(node, vitals.managementHost());
            }
        });
        if (subject.vitals().isEmpty()) {
            return new Verdict.NotChecked("no node tells where it listens");
        }
        List<Verdict> found = new ArrayList<>();
        open.forEach((node, host) -> {
            String text = node + " has its management port on " + host
                    + " without TLS: operators' tokens travel in the clear";
            found.add(
                    PrivateAddress.isPublic(host)
                            ? new Verdict.Problem(text + ", and everybody can read `/metrics` and `/statusz`", MEND)
                            : new Verdict.Warning(text, MEND));
        });
        return Verdict.worst(found, new Verdict.Ok("on loopback addresses, or with TLS"));
    }

    /** By the URL that a node gives for itself. */
    private static boolean isEncrypted(Subject subject, String node) {
        boolean told = subject.reports().stream()
                .map(NodeReport::grid)
                .flatMap(grid -> grid.members().stream())
                .filter(member -> member.name().equals(node))
                .map(Member::management)
                .anyMatch(url -> url.startsWith("https:"));
        return told
                || (subject.cluster().isEmpty()
                        && subject.configured().filter(Encryption::ofManagement).isPresent());
    }
}
