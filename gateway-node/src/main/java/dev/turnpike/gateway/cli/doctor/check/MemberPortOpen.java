package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Subject.MemberPort;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.config.NodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether strangers may reach a member port, which has no authentication. */
public final class MemberPortOpen implements Check {
    private static final String WHY = "whoever reaches it controls every limit and document";

    @Override
    public String name() {
        return "member-port";
    }

    @Override
    public String expects() {
        return "member ports are on private addresses, and closed to every machine that runs no node";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<Verdict> found = new ArrayList<>();
        subject.reports().stream()
                .filter(report -> report.grid().exposed())
                .forEach(report -> found.add(new Verdict.Problem(
                        report.name() + " has its member port on a public address: " + WHY,
                        "set `member-host` to a private one")));
        new TreeMap<>(subject.memberPorts()).forEach((address, contact) -> {
            if (contact == MemberPort.REACHED) {
                found.add(new Verdict.Problem(
                        "the member port " + address + " can be reached from here, where no node runs: " + WHY,
                        "close it to all but the nodes, by a firewall, security group or network policy"));
            }
        });
        subject.configured()
                .map(settings -> settings.config())
                .filter(config -> config.grid() == NodeConfig.Grid.HAZELCAST)
                .ifPresent(config -> settings(config, found));
        return Verdict.worst(found, good(subject));
    }

    private static void settings(NodeConfig config, List<Verdict> found) {
        String host = config.cluster().member().host();
        if (PrivateAddress.isPublic(host)) {
            found.add(new Verdict.Problem(
                    "`member-host` is " + host + ", a public address: " + WHY, "set it to a private one"));
        }
        boolean elsewhere = config.cluster().members().stream()
                .anyMatch(member -> !PrivateAddress.isLoopback(PrivateAddress.host(member)));
        if (config.cluster().size() > 1 && PrivateAddress.isLoopback(host) && elsewhere) {
            found.add(new Verdict.Problem(
                    "`member-host` is " + host + ": nodes on other machines cannot reach it",
                    "set it to this machine's private address"));
        }
    }

    private static Verdict good(Subject subject) {
        Map<String, MemberPort> ports = subject.memberPorts();
        if (ports.containsValue(MemberPort.CLOSED)) {
            return new Verdict.Ok("the member ports cannot be reached from here");
        }
        if (!ports.isEmpty()) {
            return new Verdict.Ok(
                    "on private addresses; whether other machines reach it shows when you run this on one");
        }
        if (subject.configured().isPresent() || !subject.reports().isEmpty()) {
            return new Verdict.Ok("nothing that others could reach");
        }
        return new Verdict.NotChecked("neither a cluster nor settings are at hand");
    }
}
