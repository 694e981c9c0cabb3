package dev.turnpike.gateway.cli.cluster;

/**
 * One node of a cluster on this machine: its name and its ports of the loopback address.
 *
 * @param memberPort where the other nodes connect
 */
public record NodePlan(String name, int agentPort, int managementPort, int memberPort) {
    static final String HOST = "127.0.0.1";

    static NodePlan next(int number, FreePorts ports) {
        return new NodePlan("n" + number, ports.next(), ports.next(), ports.next());
    }

    /** Where agents could connect past the balancer, as a URL without path. */
    public String agent() {
        return "http://" + HOST + ":" + agentPort;
    }

    public String management() {
        return "http://" + HOST + ":" + managementPort;
    }

    public String member() {
        return HOST + ":" + memberPort;
    }
}
