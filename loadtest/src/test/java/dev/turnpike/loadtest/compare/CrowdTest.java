package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {
    @Test
    void whatCameIsHeardOnce() throws IOException {
        try (ServerSocket node = new ServerSocket(0, /* backlog= */ 2, InetAddress.getLoopbackAddress());
                Crowd crowd = new Crowd(node.getLocalPort())) {
            crowd.hold(2, List.of("token"));
            try (Socket first = node.accept();
                    Socket second = node.accept()) {
                say(first, "HTTP/1.1 200 OK\r\n\r\n9\r\n: held\n\n\r\n9\r\n: ");
                say(second, "HTTP/1.1 200 OK\r\n\r\n9\r\n: held\n\n\r\n");
                assertThat(heard(crowd, 2)).isEqualTo(2);
                assertThat(crowd.heard()).isZero();
                say(first, "held\n\n\r\n");
                assertThat(heard(crowd, 1)).isEqualTo(1);
            }
        }
    }

    private static long heard(Crowd crowd, long least) throws IOException {
        long heard = 0;
        while (heard < least) {
            heard += crowd.heard();
        }
        return heard;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
