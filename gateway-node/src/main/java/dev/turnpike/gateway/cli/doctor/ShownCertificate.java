package dev.turnpike.gateway.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Until when the certificate of a server is good, be it trusted here or not: nothing is said to that server. */
final class ShownCertificate {
    private static final int PATIENCE_MILLIS = 3_000;
    private static final int HTTPS = 443;

    private ShownCertificate() {}

    /** The earliest end of the chain; empty if none is shown. Blocks. */
    static Optional<Instant> until(URI url) {
        Chain chain = new Chain();
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(url.getHost(), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {chain}, null);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, url.getHost(), port, true)) {
                socket.startHandshake();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException brokenOff) {
            // What was shown until then counts.
        }
        return chain.until;
    }

    /** Takes note of what is shown. Trusts it, because nothing is going to be sent. */
    private static final class Chain implements X509TrustManager {
        private Optional<Instant> until = Optional.empty();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            until = Arrays.stream(chain)
                    .map(certificate -> certificate.getNotAfter().toInstant())
                    .min(Instant::compareTo);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
