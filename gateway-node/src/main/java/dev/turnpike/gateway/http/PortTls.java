package dev.turnpike.gateway.http;

import dev.turnpike.gateway.tls.Identity;
import dev.turnpike.gateway.tls.LiveIdentity;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS of a port, with HTTP/2 for clients that ask for it by ALPN (RFC 9113, section 3.2). Thread-safe. */
public final class PortTls {
    private static final Logger LOG = LoggerFactory.getLogger(PortTls.class);

    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    /** All have forward secrecy and authenticated encryption; HTTP/2 forbids others (RFC 9113, appendix A). */
    private static final Set<String> CIPHERS = new LinkedHashSet<>(List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");
    /** Requests that one connection of HTTP/2 may have under way at once. */
    private static final int STREAMS = 100;
    /** A connection that resets more streams is closed: each costs us more than its client. */
    private static final int RESETS = 200;

    private static final int RESETS_SECONDS = 30;
    /** The parts that a head may come in. */
    private static final int CONTINUATIONS = 16;

    private final LiveIdentity identity;

    public PortTls(LiveIdentity identity) {
        this.identity = identity;
    }

    /**
     * Sets a server up.
     *
     * @param patience for the handshake, and for the first frame of HTTP/2
     */
    public HttpServerOptions secure(HttpServerOptions options, int maxHeaderBytes, Duration patience) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(keys(identity.current()))
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setSslHandshakeTimeout(patience.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslEngineOptions(new PunctualEngine(patience))
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(maxHeaderBytes))
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
                .setHttp2RstFloodWindowDuration(RESETS_SECONDS)
                .setHttp2MaxSmallContinuationFrames(CONTINUATIONS);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        return options;
    }

    /** Has new connections to a server use the newest certificate, if there is a new one. Blocks. */
    public void renew(HttpServer server) {
        identity.look()
                .ifPresent(newest -> server.updateSSLOptions(options(newest))
                        .onFailure(failure -> LOG.error(
                                "the new certificate of the {} port is not in use: {}",
                                identity.port(),
                                failure.getMessage())));
    }

    private static ServerSSLOptions options(Identity identity) {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(keys(identity))
                .setUseAlpn(true)
                .setApplicationLayerProtocols(PROTOCOLS)
                .setEnabledSecureTransportProtocols(VERSIONS);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        return options;
    }

    private static KeyCertOptions keys(Identity identity) {
        return KeyCertOptions.wrap(identity.keys());
    }
}
