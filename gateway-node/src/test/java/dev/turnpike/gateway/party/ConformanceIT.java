package dev.turnpike.gateway.party;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official conformance suite, against real servers directly and through the gateway with a policy that allows
 * everything: check by check, none may be worse off behind the gateway. The suite's own scores are printed, as
 * passed/failed.
 */
class ConformanceIT {
    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";
    private static final String CALLER = "suite";
    private static final String REBINDING = "dns-rebinding-protection/localhost-host-rebinding-rejected";
    private static final String LOCAL_HOST = "dns-rebinding-protection/localhost-host-valid-accepted";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void theReferenceServerLosesNoCheckBehindTheGateway() throws Exception {
        try (PartyServer server = PartyServer.everything();
                Gateway gateway = gateway(server)) {
            compare(server, gateway, "server-everything", LEGACY, /* directlyAtLeast= */ 47);
        }
    }

    @Test
    void mcpProxyLosesNoCheckBehindTheGatewayInEitherEra() throws Exception {
        try (PartyServer server = PartyServer.proxiedEverything();
                Gateway gateway = gateway(server)) {
            compare(server, gateway, "mcp-proxy", LEGACY, /* directlyAtLeast= */ 48);
            compare(server, gateway, "mcp-proxy", MODERN, /* directlyAtLeast= */ 113);
        }
    }

    /** This server has every fixture; what it fails in the modern era is the extension of tasks, which it lacks. */
    @Test
    void aServerWithAllFixturesLosesNoCheckBehindTheGatewayInEitherEra() throws Exception {
        try (PartyServer server = PartyServer.fixtures();
                Gateway gateway = gateway(server)) {
            Scores legacy = compare(server, gateway, "fixtures", LEGACY, /* directlyAtLeast= */ 84);
            assertThat(legacy.failed()).isZero();
            Scores modern = compare(server, gateway, "fixtures", MODERN, /* directlyAtLeast= */ 164);
            assertThat(modern.failures()).allMatch(check -> check.startsWith("tasks-"));
        }
    }

    private Gateway gateway(PartyServer server) throws Exception {
        Path resources = Files.createDirectory(directory.resolve("resources"));
        return Gateway.start(resources, server.url(), Gateway.ALLOW_ALL, List.of(CALLER));
    }

    private Scores compare(PartyServer server, Gateway gateway, String name, String revision, int directlyAtLeast)
            throws Exception {
        String token = Gateway.token(CALLER);
        Scores direct = Conformance.run(server.url(), revision, token, results(revision + "-direct"));
        Scores through = Conformance.run(gateway.url(), revision, token, results(revision + "-through"));
        System.out.printf("conformance %s, %s: %s directly, %s through the gateway%n", revision, name, direct, through);

        // A suite that could not run would otherwise have nothing to lose.
        assertThat(direct.passed()).as("directly:%n%s", direct.output()).isGreaterThanOrEqualTo(directlyAtLeast);
        assertThat(direct.worseIn(through)).as("checks lost, of %s", directory).isEmpty();
        assertThat(through.passes(REBINDING)).as(REBINDING).isTrue();
        assertThat(through.passes(LOCAL_HOST)).as(LOCAL_HOST).isTrue();
        return through;
    }

    private Path results(String name) throws Exception {
        return Files.createDirectory(directory.resolve(name));
    }
}
