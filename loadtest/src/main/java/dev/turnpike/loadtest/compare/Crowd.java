package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Clients that keep a node's streams open: some that hear nothing, and some that read much slower than they are sent. */
final class Crowd implements AutoCloseable {
    private static final int SMALL_WINDOW = 4_096;
    private static final int SIP = 1_024;
    private static final Pattern END_OF_EVENT = Pattern.compile("\n\n");

    private final InetSocketAddress node;
    private final List<SocketChannel> open = new ArrayList<>();
    private final List<SocketChannel> slow = new ArrayList<>();
    private final AtomicLong sipped = new AtomicLong();
    private final ScheduledExecutorService sipping = Executors.newSingleThreadScheduledExecutor();

    Crowd(int port) {
        this.node = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Makes so many calls that wait for a person, each with arguments of its own, without waiting for them to be held. */
    void hold(int calls, List<String> tokens) throws IOException {
        for (int i = 0; i < calls; i++) {
            String body = "{\"jsonrpc\":\"2.0\",\"id\":" + i
                    + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + Calls.TOOL
                    + "\",\"arguments\":{\"number\":" + i + "},\"_meta\":{\"progressToken\":" + i + "}}}";
            open.add(connected(request("POST", Calls.SERVER, tokens.get(i % tokens.size()), body)));
        }
    }

    /**
     * Opens so many streams; each has had its first event when this returns.
     *
     * @param token of a grant for {@link Streams#SERVER}
     */
    void idle(int streams, String token) throws IOException {
        for (int i = 0; i < streams; i++) {
            SocketChannel channel = connected(request("GET", Streams.SERVER, token, ""));
            open.add(channel);
            ByteBuffer first = ByteBuffer.allocate(SIP);
            while (!text(first).contains(Streams.FIRST)) {
                if (channel.read(first) < 0 || !first.hasRemaining()) {
                    throw new ComparisonException("stream " + i + " did not open: " + text(first));
                }
            }
        }
    }

    /** Asks {@link Streams} for so many large answers, of which a thousand bytes are read every second. */
    void slow(int readers, String token) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}";
        for (int i = 0; i < readers; i++) {
            SocketChannel channel = connected(request("POST", Streams.SERVER, token, body));
            channel.configureBlocking(false);
            open.add(channel);
            slow.add(channel);
        }
        var unused = sipping.scheduleWithFixedDelay(this::sip, 0, 1, TimeUnit.SECONDS);
    }

    /** Bytes that the slow ones have read. */
    long sipped() {
        return sipped.get();
    }

    /** Reads all that came for those who hear nothing, and tells how many events that were. */
    long heard() throws IOException {
        ByteBuffer some = ByteBuffer.allocate(SMALL_WINDOW);
        long events = 0;
        for (SocketChannel channel : open) {
            channel.configureBlocking(false);
            while (channel.read(some) > 0) {
                events += END_OF_EVENT.matcher(text(some)).results().count();
                some.clear();
            }
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        sipping.shutdownNow();
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }

    private void sip() {
        for (SocketChannel channel : slow) {
            try {
                sipped.addAndGet(Math.max(0, channel.read(ByteBuffer.allocate(SIP))));
            } catch (IOException closed) {
                // seen by how little was read
            }
        }
    }

    private SocketChannel connected(String request) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
        channel.connect(node);
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return channel;
    }

    private static String request(String method, String server, String token, String body) {
        return method + " /mcp/" + server + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes.duplicate().flip()).toString();
    }
}
