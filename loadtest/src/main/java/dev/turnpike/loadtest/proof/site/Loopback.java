package dev.turnpike.loadtest.proof.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The loopback interface: nodes on free ports of one address. */
public final class Loopback implements Site {
    private static final String HOST = "127.0.0.1";
    private static final int PORTS_OF_A_NODE = 3;
    private static final int LOWEST_PORT = 15_000;
    private static final int HIGHEST_PORT = 32_000;

    private final List<Place> places;

    public Loopback(int nodes) {
        List<Integer> ports = freePorts(nodes * PORTS_OF_A_NODE);
        this.places = IntStream.range(0, nodes)
                .map(node -> node * PORTS_OF_A_NODE)
                .mapToObj(first ->
                        new Place(HOST, ports.get(first), ports.get(first + 1), HOST, ports.get(first + 2), List.of()))
                .toList();
    }

    @Override
    public List<Place> places() {
        return places;
    }

    @Override
    public String host() {
        return HOST;
    }

    @Override
    public void cut(int node) {
        throw new UnsupportedOperationException("the loopback interface cannot be cut");
    }

    @Override
    public void heal(int node) {
        throw new UnsupportedOperationException("the loopback interface cannot be cut");
    }

    @Override
    public void close() {}

    /**
     * Different ports that nobody listens on, below those that Linux gives to outgoing connections: a node that comes
     * back finds its own still free.
     */
    public static List<Integer> freePorts(int count) {
        return new SplittableRandom()
                .ints(LOWEST_PORT, HIGHEST_PORT)
                .distinct()
                .filter(Loopback::isFree)
                .limit(count)
                .boxed()
                .toList();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
