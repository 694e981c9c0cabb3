package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.clusterstate.StoreHealth;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.Outfitting;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.config.Operators;
import dev.turnpike.gateway.config.RegistryEditor;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.http.NodeStatus;
import dev.turnpike.gateway.metrics.Meters;
import dev.turnpike.gateway.pipeline.NearLimits;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the admin API against its routes. */
final class OpenApiTest {
    private final JsonNode description = description();

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described).isEqualTo(served());
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryPathParameterIsDescribed() {
        description
                .findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    Set<String> parameters = new TreeSet<>();
                    operation.path("parameters").forEach(each -> {
                        JsonNode parameter = each.has("$ref")
                                ? description.at(each.path("$ref").asText().substring(1))
                                : each;
                        if (parameter.path("in").asText().equals("path")) {
                            parameters.add("{" + parameter.path("name").asText() + "}");
                        }
                    });
                    Set<String> named = new TreeSet<>(List.of(path.getKey().split("/")));
                    named.removeIf(part -> !part.startsWith("{"));
                    assertThat(parameters).as(path.getKey()).isEqualTo(named);
                }));
        assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
    }

    private static Set<String> served() {
        Vertx vertx = Vertx.vertx();
        MemoryClusterState state = new MemoryClusterState(InstantSource.system());
        Secrets secrets = new Secrets(Map.of());
        Meters meters = new Meters();
        OperatorAccess access =
                new OperatorAccess(() -> new Operators(List.of()), token -> false, InstantSource.system());
        try (LiveDirectory directory = LiveDirectory.follow(state.registry(), secrets)) {
            Approvals approvals = new Approvals(state.approvals(), directory);
            ApprovalJson json = new ApprovalJson(approval -> false, id -> id);
            Router router = Router.router(vertx);
            try (ApprovalStream stream = new ApprovalStream(vertx, approvals, json, access)) {
                Editing editing = new Editing(
                        state.registry(),
                        new RegistryEditor(state.registry(), secrets, Duration.ZERO),
                        record -> {},
                        meters,
                        InstantSource.system());
                Counting counting = new Counting(
                        state.ledger(),
                        directory::current,
                        new NearLimits(InstantSource.system()),
                        record -> {},
                        meters,
                        InstantSource.system());
                NodeStatus status = new NodeStatus(
                        "",
                        "",
                        0,
                        state.health(),
                        StoreHealth.NONE,
                        List.of(),
                        new Outfitting(config(), InstantSource.system(), () -> 0).current());
                RecordRoutes records = new RecordRoutes(vertx, "n1", Optional.empty());
                new AdminApi(vertx, access, approvals, json, stream, editing, counting, records, () -> status)
                        .mount(router);
            }
            Set<String> served = new TreeSet<>();
            router.getRoutes().stream()
                    .filter(route -> route.methods() != null)
                    .forEach(route -> route.methods()
                            .forEach(method ->
                                    served.add(method + " " + route.getPath().replaceAll(":(\\w+)", "{$1}"))));
            return served;
        } finally {
            meters.close();
            vertx.close().await();
        }
    }

    private static NodeConfig config() {
        return NodeConfigReader.read(Map.of(), Map.of(), Optional.empty());
    }

    private static JsonNode description() {
        try {
            return new ObjectMapper().readTree(AdminApi.description());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
