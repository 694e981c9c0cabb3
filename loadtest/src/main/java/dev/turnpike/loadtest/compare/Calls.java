package dev.turnpike.loadtest.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** The same tool call of 300 bytes from many grants, each as likely as the others. Confined to one event loop. */
final class Calls {
    /** The server that the calls are for. */
    static final String SERVER = "payments";

    /** The tool that is called. */
    static final String TOOL = "create_charge";

    /** What the upstream answers to every call. */
    static final String ANSWER =
            "{\"jsonrpc\":\"2.0\",\"id\":4711,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"charged\"}],"
                    + "\"isError\":false}}";

    private static final String BODY =
            "{\"jsonrpc\":\"2.0\",\"id\":4711,\"method\":\"tools/call\",\"params\":{\"name\":\"" + TOOL
                    + "\",\"arguments\":{\"amount\":1299,\"currency\":\"eur\",\"customer\":\"cus_N9dYxTq2LmWc\","
                    + "\"description\":\"twelve tickets for the night train from Vienna to Venice, window seats\","
                    + "\"receipt_email\":\"traveller@example.org\",\"capture\":true}}}";

    private final ByteBuf[] requests;
    private final SplittableRandom random = new SplittableRandom(11);

    /** @param tokens one for each grant */
    Calls(List<String> tokens) {
        requests = tokens.stream().map(Calls::request).toArray(ByteBuf[]::new);
    }

    static int bodyBytes() {
        return BODY.getBytes(StandardCharsets.UTF_8).length;
    }

    ByteBuf next() {
        int grant = requests.length == 1 ? 0 : random.nextInt(requests.length);
        return requests[grant].retainedDuplicate();
    }

    private static ByteBuf request(String token) {
        String head = String.join(
                "\r\n",
                "POST /mcp/" + SERVER + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Type: application/json",
                "Accept: application/json, text/event-stream",
                "MCP-Protocol-Version: 2025-11-25",
                "User-Agent: comparison",
                "Authorization: Bearer " + token,
                "Content-Length: " + bodyBytes(),
                "",
                BODY);
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }
}
