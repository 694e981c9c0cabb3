package dev.turnpike.gateway.deploy;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A real nginx with the example's configuration, on a free port before servers of a test. */
final class Nginx implements AutoCloseable {
    static final Path EXAMPLE = Path.of("../deploy/nginx/nginx.conf");

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx start(Path directory, Integer... servers) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("nginx-" + port + ".conf"), config(port, List.of(servers)));
        Process process = new ProcessBuilder(command(directory, config))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx-" + port + ".log").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        await().atMost(Duration.ofSeconds(10)).until(() -> process.isAlive() && nginx.listens());
        return nginx;
    }

    /** The example with other addresses, and a worker for all. */
    private static String config(int port, List<Integer> servers) throws IOException {
        String text = Files.readString(EXAMPLE);
        String server = "server 127.0.0.1:%d max_fails=1 fail_timeout=2s;";
        for (int own : List.of(8080, 8082, 8084)) {
            String line = server.formatted(own);
            if (!text.contains(line)) {
                throw new AssertionError("the example has no `" + line + "`");
            }
            text = text.replace(
                    line, own == 8080 ? servers.stream().map(server::formatted).collect(Collectors.joining("\n")) : "");
        }
        return text.replace("listen 127.0.0.1:8000;", "listen 127.0.0.1:" + port + ";")
                .replace("worker_processes auto;", "worker_processes 1;");
    }

    /** What runs it in the foreground; further arguments follow. */
    static List<String> command(Path directory, Path config) {
        return List.of(
                Programs.find("nginx"),
                "-p",
                directory.toString(),
                "-c",
                config.toAbsolutePath().normalize().toString(),
                "-g",
                "daemon off; error_log stderr; pid " + directory.resolve("nginx.pid") + ";");
    }

    int port() {
        return port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
