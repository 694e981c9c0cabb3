package dev.turnpike.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.WebAccess;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.testing.ManagementClient;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ManagementPortTest {
    @Test
    void operatorsAreToldToWaitUntilTheNodeHasStarted() {
        Vertx vertx = Vertx.vertx();
        try (Meters meters = new Meters()) {
            WebAccess access = new WebAccess(Set.of("127.0.0.1"), Set.of(), false, false);
            Router router = ManagementPort.router(vertx, access, meters, () -> {
                throw new IllegalStateException("not asked");
            });
            int port = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .await()
                    .actualPort();
            ManagementClient operator = new ManagementClient(port, "");

            assertThat(operator.get("/admin/v1/approvals").status()).isEqualTo(503);
            router.get("/admin/v1/approvals")
                    .handler(request -> request.response().end("here"));
            assertThat(operator.get("/admin/v1/approvals").http().body()).isEqualTo("here");
            assertThat(operator.get("/healthz").status()).isEqualTo(200);
        } finally {
            vertx.close().await();
        }
    }
}
