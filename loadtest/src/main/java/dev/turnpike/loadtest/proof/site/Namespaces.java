package dev.turnpike.loadtest.proof.site;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network namespaces of Linux, one for each node, with two wires each: one to a bridge for the agents and the upstream,
 * one to a bridge for the other nodes. A cut takes the second wire down, so that the node keeps its agents. Needs root.
 */
public final class Namespaces implements Site {
    private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);
    private static final int AGENT_PORT = 8080;
    private static final int MANAGEMENT_PORT = 8081;
    private static final int MEMBER_PORT = 5701;
    private static final int FIRST_HOST = 11;

    private final String ip = Tool.require("ip", "iproute2");
    private final String prefix = "tp" + ProcessHandle.current().pid();
    /** The first three bytes of the addresses for agents, and of those for other nodes. */
    private final String agents;

    private final String members;
    /** What takes everything away again, the last first. */
    private final Deque<List<String>> undo = new ArrayDeque<>();

    private final List<Place> places = new ArrayList<>();

    /** @throws ProofException if namespaces cannot be made */
    public Namespaces(int nodes) {
        this(nodes, "10." + freeNetwork());
    }

    private Namespaces(int nodes, String network) {
        this(nodes, network + ".1", network + ".2");
    }

    /**
     * With addresses of a certain network for the nodes' member ports.
     *
     * @param members its first three bytes
     * @throws ProofException if namespaces cannot be made
     */
    public static Namespaces withMembersIn(int nodes, String members) {
        return new Namespaces(nodes, "10." + freeNetwork() + ".1", members);
    }

    private Namespaces(int nodes, String agents, String members) {
        this.agents = agents;
        this.members = members;
        try {
            bridge("a", agents + ".1");
            bridge("g", members + ".1");
            IntStream.range(0, nodes).forEach(this::addNode);
        } catch (ProofException failure) {
            close();
            throw new ProofException(
                    "cannot make network namespaces: " + failure.getMessage() + "; cutting the network needs root",
                    failure);
        }
    }

    @Override
    public List<Place> places() {
        return List.copyOf(places);
    }

    @Override
    public String host() {
        return agents + ".1";
    }

    @Override
    public void cut(int node) {
        Tool.run(ip, "link", "set", wire("g", node), "down");
    }

    @Override
    public void heal(int node) {
        Tool.run(ip, "link", "set", wire("g", node), "up");
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            try {
                Tool.run(undo.pop());
            } catch (ProofException failure) {
                LOG.warn("something of the networks is left: {}", failure.getMessage());
            }
        }
    }

    private void addNode(int node) {
        String namespace = prefix + "-" + (node + 1);
        Tool.run(ip, "netns", "add", namespace);
        undo.push(List.of(ip, "netns", "delete", namespace));
        Tool.run(ip, "-n", namespace, "link", "set", "lo", "up");
        String host = agents + "." + (FIRST_HOST + node);
        String memberHost = members + "." + (FIRST_HOST + node);
        wire("a", node, namespace, host);
        wire("g", node, namespace, memberHost);
        places.add(new Place(
                host, AGENT_PORT, MANAGEMENT_PORT, memberHost, MEMBER_PORT, List.of(ip, "netns", "exec", namespace)));
    }

    private void bridge(String kind, String address) {
        Tool.run(ip, "link", "add", prefix + kind, "type", "bridge");
        undo.push(List.of(ip, "link", "delete", prefix + kind));
        Tool.run(ip, "address", "add", address + "/24", "dev", prefix + kind);
        Tool.run(ip, "link", "set", prefix + kind, "up");
    }

    /**
     * A pair of interfaces: one end at the bridge, the other in the namespace. It is taken away by name, because a
     * namespace lives on for a while with the connections that were open in it.
     */
    private void wire(String kind, int node, String namespace, String address) {
        String inside = "wire-" + kind;
        Tool.run(ip, "link", "add", wire(kind, node), "type", "veth", "peer", "name", inside, "netns", namespace);
        undo.push(List.of(ip, "link", "delete", wire(kind, node)));
        Tool.run(ip, "link", "set", wire(kind, node), "master", prefix + kind, "up");
        Tool.run(ip, "-n", namespace, "address", "add", address + "/24", "dev", inside);
        Tool.run(ip, "-n", namespace, "link", "set", inside, "up");
    }

    private String wire(String kind, int node) {
        return prefix + kind + (node + 1);
    }

    /** The second byte of a network in 10.0.0.0/8 in which this machine has no address. */
    private static int freeNetwork() {
        return IntStream.rangeClosed(100, 250)
                .filter(byteTwo -> !isUsed("10." + byteTwo + "."))
                .findFirst()
                .orElseThrow(() -> new ProofException("no free network in 10.0.0.0/8 for the namespaces"));
    }

    private static boolean isUsed(String start) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .anyMatch(address -> address.startsWith(start));
        } catch (SocketException e) {
            throw new ProofException("the network interfaces cannot be read: " + e.getMessage(), e);
        }
    }
}
