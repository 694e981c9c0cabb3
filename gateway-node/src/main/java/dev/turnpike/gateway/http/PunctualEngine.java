package dev.turnpike.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The JDK's TLS, which closes connections that agree on HTTP/2 and then send nothing, and does not read from those that
 * read nothing. A connection handler of the server hears of a connection only when its client's settings have arrived,
 * and could not close it before.
 */
final class PunctualEngine extends JdkSSLEngineOptions {
    private final Duration patience;

    PunctualEngine(Duration patience) {
        this.patience = patience;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, /* sslSessionCacheEnabled= */ false) {
            @Override
            public SslContext create() throws SSLException {
                return new PunctualContext(super.create());
            }
        };
    }

    private final class PunctualContext extends DelegatingSslContext {
        PunctualContext(SslContext context) {
            super(context);
        }

        @Override
        protected void initEngine(SSLEngine engine) {}

        @Override
        protected void initHandler(SslHandler handler) {
            Future<Channel> unused = handler.handshakeFuture().addListener((Future<Channel> shaken) -> {
                if (shaken.isSuccess() && "h2".equals(handler.applicationProtocol())) {
                    Channel channel = shaken.getNow();
                    channel.pipeline().addFirst(new TakingTurns());
                    Future<?> look = channel.eventLoop()
                            .schedule(() -> closeIfSilent(channel), patience.toMillis(), TimeUnit.MILLISECONDS);
                    channel.closeFuture().addListener(closed -> look.cancel(false));
                }
            });
        }

        private static void closeIfSilent(Channel channel) {
            Http2ConnectionHandler http = channel.pipeline().get(Http2ConnectionHandler.class);
            if (http == null || !http.decoder().prefaceReceived()) {
                Future<Void> unused = channel.close();
            }
        }
    }
}
