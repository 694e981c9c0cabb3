package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's nginx: as the instant upstream of all, and as the proxy that the others are held against. */
final class Nginx {
    private static final String HEAD = """
            worker_processes 1;
            pid %1$s/%2$s.pid;
            error_log %1$s/%2$s-error.log warn;
            events { worker_connections 16384; }
            http {
              access_log off;
              tcp_nodelay on;
              keepalive_requests 1000000000;
              keepalive_timeout 1h;
              client_body_temp_path %1$s/%2$s-body;
              proxy_temp_path %1$s/%2$s-proxy;
              fastcgi_temp_path %1$s/%2$s-fastcgi;
              uwsgi_temp_path %1$s/%2$s-uwsgi;
              scgi_temp_path %1$s/%2$s-scgi;
            """;
    private static final String UPSTREAM = """
              server {
                listen 127.0.0.1:%d backlog=4096;
                location / { default_type application/json; return 200 '%s'; }
              }
            }
            """;
    private static final String PROXY = """
              upstream tools {
                server 127.0.0.1:%d;
                keepalive 128;
                keepalive_requests 1000000000;
                keepalive_timeout 1h;
              }
              server {
                listen 127.0.0.1:%d backlog=4096;
                location / {
                  proxy_pass http://tools;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                }
              }
            }
            """;

    private Nginx() {}

    /** Answers every request at once, with the same body. */
    static Target upstream(Children children, String answer) throws IOException {
        int port = Children.freePort();
        return start(children, "upstream", UPSTREAM.formatted(port, answer), port);
    }

    /** Passes every request on over connections that stay open. */
    static Target proxy(Children children, Target upstream) throws IOException {
        int port = Children.freePort();
        return start(
                children, "nginx", PROXY.formatted(upstream.addresses().get(0).getPort(), port), port);
    }

    private static Target start(Children children, String name, String servers, int port) throws IOException {
        Path directory = children.directory();
        Path config = directory.resolve(name + ".conf");
        Files.writeString(config, HEAD.formatted(directory, name) + servers);
        Process process = children.start(
                name,
                new ProcessBuilder(
                        Installed.program("nginx", "nginx-light"),
                        "-p",
                        directory.toString(),
                        "-c",
                        config.toString(),
                        "-g",
                        "daemon off;"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Installed.awaitListening(name, process, address);
        return Target.of(name, address, process);
    }
}
