package dev.turnpike.gateway.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.tls.Authorities;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Requests of HTTP/2 that no proper client would send. */
public final class HandmadeHttp2 {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int PATIENCE_MILLIS = 20_000;
    /** Of the static table (RFC 7541, appendix A). */
    private static final int AUTHORITY = 1;

    private static final int GET = 0x82;
    private static final int PATH = 4;
    private static final int HTTPS = 0x87;

    private HandmadeHttp2() {}

    /** What a GET without a token is answered if it has one header more. */
    public static String answer(Authorities trusted, int port, String path, String header, String value)
            throws IOException {
        try (SSLSocket socket = (SSLSocket) trusted.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            block.write(GET);
            block.write(HTTPS);
            block.write(AUTHORITY);
            text(block, "localhost");
            block.write(PATH);
            text(block, path);
            block.write(0);
            text(block, header);
            text(block, value);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(PREFACE);
            frame(out, SETTINGS, 0, 0, new byte[0]);
            frame(out, HEADERS, END_STREAM_AND_HEADERS, 1, block.toByteArray());
            socket.getOutputStream().write(out.toByteArray());
            return answer(new DataInputStream(socket.getInputStream()));
        }
    }

    private static String answer(DataInputStream in) throws IOException {
        while (true) {
            int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int stream = in.readInt();
            byte[] content = in.readNBytes(length);
            if (type == DATA) {
                return new String(content, UTF_8);
            }
            if (stream == 1 && type != HEADERS) {
                return "frame " + type;
            }
        }
    }

    private static void text(OutputStream out, String text) throws IOException {
        out.write(text.length());
        out.write(text.getBytes(ISO_8859_1));
    }

    private static void frame(OutputStream out, int type, int flags, int stream, byte[] content) throws IOException {
        out.write(new byte[] {0, (byte) (content.length >> 8), (byte) content.length, (byte) type, (byte) flags});
        out.write(new byte[] {0, 0, 0, (byte) stream});
        out.write(content);
    }
}
