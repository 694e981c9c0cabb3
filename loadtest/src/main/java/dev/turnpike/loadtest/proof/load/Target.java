package dev.turnpike.loadtest.proof.load;

/** Where an agent sends its calls: the balancer, or one node. */
public record Target(String host, int port) {
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
