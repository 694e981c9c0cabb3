package dev.turnpike.gateway.cli.doctor;

import static java.util.stream.Collectors.toMap;

import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.doctor.Subject.MemberPort;
import dev.turnpike.gateway.cli.status.ClusterStatus;
import dev.turnpike.gateway.cli.status.NodeReport;
import dev.turnpike.gateway.cli.status.NodeReport.Member;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out what a running cluster does not say of itself. Connects to addresses that the cluster names, to no others. */
final class ClusterExamination {
    /** More than any cluster has; whoever answers in place of a node cannot send us round the network. */
    private static final int MOST_PORTS = 100;

    private ClusterExamination() {}

    /** Which member ports can be reached from here, by their addresses. Blocks for a moment for each. */
    static Map<String, MemberPort> memberPorts(ClusterStatus status) {
        List<URI> addresses = members(status)
                .map(Member::address)
                .distinct()
                .flatMap(address -> address(address).stream())
                .limit(MOST_PORTS)
                .toList();
        boolean here = addresses.stream().anyMatch(address -> isOfThisMachine(address.getHost()));
        return addresses.parallelStream()
                .collect(toMap(
                        URI::getRawAuthority,
                        address -> here
                                ? MemberPort.OF_THIS_MACHINE
                                : Knock.at(address.getHost(), address.getPort())
                                        ? MemberPort.REACHED
                                        : MemberPort.CLOSED));
    }

    /** The certificates of all URLs that are asked with TLS. */
    static List<Certificate> certificates(Optional<ClusterStatus> status, Optional<URI> agents) {
        TreeSet<String> urls = new TreeSet<>();
        status.ifPresent(cluster -> {
            cluster.nodes().forEach(node -> urls.add(node.management()));
            members(cluster).forEach(member -> urls.addAll(List.of(member.agent(), member.management())));
        });
        agents.ifPresent(url -> urls.add(url.getScheme() + "://" + url.getRawAuthority()));
        return urls.stream().filter(url -> url.startsWith("https://")).limit(MOST_PORTS).toList().parallelStream()
                .map(url -> new Certificate(url, ShownCertificate.until(URI.create(url))))
                .toList();
    }

    private static Stream<Member> members(ClusterStatus status) {
        return status.nodes().stream()
                .flatMap(node -> node.report().stream())
                .map(NodeReport::grid)
                .filter(grid -> grid.kind().equals("hazelcast"))
                .flatMap(grid -> grid.members().stream());
    }

    private static Optional<URI> address(String text) {
        try {
            return Optional.of(URI.create("member://" + text))
                    .filter(address -> address.getHost() != null && address.getPort() > 0);
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private static boolean isOfThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(Objects.requireNonNull(host));
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }
}
