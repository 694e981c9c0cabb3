package dev.turnpike.gateway;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.ConsoleClient;
import dev.turnpike.gateway.testing.ManagementClient;
import dev.turnpike.gateway.testing.OperatedGateway;
import dev.turnpike.gateway.testing.TestOperators;
import io.vertx.ext.web.Route;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that the management port of a real node serves, and who may have it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class RoleTableTest {
    private static final String UNKNOWN = "tpo_of-nobody-of-nobody-of-nobody-of-nobody";
    private static final Set<Role> EVERY = EnumSet.allOf(Role.class);
    private static final Set<Role> WRITERS = EnumSet.of(Role.ADMIN, Role.POLICY_MANAGER);
    private static final Set<Role> DECIDERS = EnumSet.of(Role.ADMIN, Role.APPROVER);
    private static final Set<Role> ADMINS = EnumSet.of(Role.ADMIN);

    /** For whoever can reach the port, without a token. */
    private static final Set<String> OPEN = Set.of(
            "GET /metrics",
            "GET /healthz",
            "GET /readyz",
            "GET /statusz",
            "GET /console",
            "GET /console/console.css",
            "GET /console/icon.svg",
            "GET /console/sign-in",
            "POST /console/sign-in");

    private static final Map<String, Set<Role>> ADMIN_API = Map.ofEntries(
            entry("GET /admin/v1/approvals", EVERY),
            entry("GET /admin/v1/approvals/stream", EVERY),
            entry("GET /admin/v1/approvals/:id", EVERY),
            entry("POST /admin/v1/approvals/:id/approve", DECIDERS),
            entry("POST /admin/v1/approvals/:id/deny", DECIDERS),
            entry("GET /admin/v1/resources", EVERY),
            entry("GET /admin/v1/resources/:kind/:name", EVERY),
            entry("PUT /admin/v1/resources/:kind/:name", WRITERS),
            entry("DELETE /admin/v1/resources/:kind/:name", WRITERS),
            entry("POST /admin/v1/apply", WRITERS),
            entry("GET /admin/v1/policies/:name/revisions", EVERY),
            entry("GET /admin/v1/policies/:name/revisions/:revision", EVERY),
            entry("POST /admin/v1/policies/:name/revisions/:revision/restore", WRITERS),
            entry("GET /admin/v1/counters", EVERY),
            entry("POST /admin/v1/counters/reset", ADMINS),
            entry("GET /admin/v1/nodes", EVERY),
            entry("GET /admin/v1/decisions", EVERY),
            entry("GET /admin/v1/openapi.json", EVERY));

    private static final Map<String, Set<Role>> CONSOLE = Map.of(
            "GET /console/", EVERY,
            "GET /console/approvals/:id", EVERY,
            "POST /console/approvals/:id/approve", DECIDERS,
            "POST /console/approvals/:id/deny", DECIDERS,
            "POST /console/sign-out", EVERY);

    /** What stands in front of others or behind them, and serves nothing itself. */
    private static final Set<String> ANY_METHOD = Set.of("null", "/admin/", "/console/");

    @RegisterExtension
    final OperatedGateway node = new OperatedGateway(OperatedGateway.ALLOW);

    @Test
    void everyRouteIsInTheTable() {
        Set<String> served = new TreeSet<>();
        Set<String> paths = new TreeSet<>(ANY_METHOD);
        List<Route> routes = node.gateway().node().management().getRoutes();
        routes.stream()
                .filter(route -> route.methods() != null)
                .forEach(route -> route.methods().forEach(method -> {
                    served.add(method + " " + route.getPath());
                    paths.add(route.getPath());
                }));
        Set<String> table = new TreeSet<>(OPEN);
        table.addAll(ADMIN_API.keySet());
        table.addAll(CONSOLE.keySet());

        assertThat(served).isEqualTo(table);
        assertThat(routes.stream()
                        .filter(route -> route.methods() == null)
                        .map(route -> String.valueOf(route.getPath())))
                .isSubsetOf(paths);
    }

    @Test
    void whatIsOpenNeedsNoToken() {
        for (String route : OPEN) {
            if (route.startsWith("GET ")) {
                assertThat(node.client("").get(path(route)).status()).as(route).isIn(200, 303);
            }
        }
    }

    @Test
    void theAdminApiIsOpenToTheRolesOfTheTableAlone() {
        ADMIN_API.forEach((route, may) -> {
            for (Role role : Role.values()) {
                int status = status(node.as(role), route);
                assertThat(status).as("%s as %s", route, role).isNotIn(401, 429, 500);
                assertThat(status != 403).as("%s as %s", route, role).isEqualTo(may.contains(role));
            }
            assertThat(status(node.client(""), route)).as(route).isEqualTo(401);
        });
        // Who tries tokens is told to wait after a while.
        ADMIN_API
                .keySet()
                .forEach(route -> assertThat(status(node.client(UNKNOWN), route))
                        .as(route)
                        .isIn(401, 429));
    }

    @Test
    void theConsoleIsOpenToTheRolesOfTheTableAlone() {
        CONSOLE.forEach((route, may) -> {
            for (Role role : Role.values()) {
                ConsoleClient console = console();
                assertThat(console.signIn(TestOperators.token(role)).statusCode())
                        .isEqualTo(303);
                HttpResponse<String> answer = console.send(method(route), path(route));
                boolean served = answer.statusCode() != 403 && (!isSignIn(answer) || route.endsWith("/sign-out"));
                assertThat(served).as("%s as %s", route, role).isEqualTo(may.contains(role));
                assertThat(answer.statusCode()).as(route).isIn(200, 303, 403, 404);
            }
            isShut(console(), route);
            ConsoleClient unknown = console();
            assertThat(unknown.signIn(UNKNOWN).statusCode()).isIn(401, 429);
            isShut(unknown, route);
            isShut(console().withCookie("made-up"), route);
        });
    }

    private static void isShut(ConsoleClient console, String route) {
        HttpResponse<String> answer = console.send(method(route), path(route));
        assertThat(answer.statusCode() == 403 || isSignIn(answer)).as(route).isTrue();
    }

    /** Whether whoever asks is sent to sign in. */
    private static boolean isSignIn(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .filter(place -> place.startsWith("/console/sign-in"))
                .isPresent();
    }

    private ConsoleClient console() {
        return new ConsoleClient(node.gateway().node().managementPort());
    }

    private static int status(ManagementClient client, String route) {
        if (route.endsWith("/stream")) {
            HttpResponse<Stream<String>> stream = client.stream(path(route));
            stream.body().close();
            return stream.statusCode();
        }
        return client.with(method(route), path(route), "").status();
    }

    private static String method(String route) {
        return route.substring(0, route.indexOf(' '));
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1)
                .replace(":kind", "policy")
                .replaceAll(":\\w+", "none");
    }
}
