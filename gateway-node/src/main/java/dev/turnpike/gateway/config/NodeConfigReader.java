package dev.turnpike.gateway.config;

import static dev.turnpike.gateway.config.Setting.*;

import dev.turnpike.gateway.config.NodeConfig.Address;
import dev.turnpike.gateway.config.NodeConfig.Audit;
import dev.turnpike.gateway.config.NodeConfig.Caps;
import dev.turnpike.gateway.config.NodeConfig.Cluster;
import dev.turnpike.gateway.config.NodeConfig.Durable;
import dev.turnpike.gateway.config.NodeConfig.Grid;
import dev.turnpike.gateway.config.NodeConfig.Timeouts;
import dev.turnpike.gateway.tls.PemFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the settings of a node. What the command line says comes before the environment, that before the file, that
 * before the defaults.
 */
public final class NodeConfigReader {
    private static final String OTLP = "otlp:";
    private static final String USUAL_STORE = "file:turnpike-store";
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final SettingValues values;

    private NodeConfigReader(SettingValues values) {
        this.values = values;
    }

    /**
     * Reads all sources and checks the settings as a whole.
     *
     * @param overrides from the command line, by {@link Setting#key}
     * @param environment all variables of the process; those that begin with {@code TURNPIKE_} must be known
     * @param file YAML or JSON with the keys of {@link Setting}
     * @throws ConfigException with everything that is wrong in any of the sources
     */
    public static NodeConfig read(Map<String, String> overrides, Map<String, String> environment, Optional<Path> file) {
        Problems problems = new Problems();
        SettingValues values = new SettingValues(problems);
        file.ifPresent(path -> values.putAll(SettingsFile.read(path, problems)));
        values.putAll(SettingsEnvironment.read(environment, problems));
        values.putAll(overridden(overrides, problems));
        NodeConfig config = new NodeConfigReader(values).config();
        problems.refuse();
        return config;
    }

    private static Map<Setting, SettingText> overridden(Map<String, String> overrides, Problems problems) {
        Map<Setting, SettingText> settings = new EnumMap<>(Setting.class);
        overrides.forEach((key, text) -> Setting.named(key)
                .ifPresentOrElse(
                        setting -> settings.put(setting, SettingText.of(setting.flag(), text)),
                        () -> problems.addUnknown("--" + key, "setting", key, Setting.keys())));
        return settings;
    }

    private NodeConfig config() {
        Address agent = address(AGENT_HOST, AGENT_PORT);
        Address management = address(MANAGEMENT_HOST, MANAGEMENT_PORT);
        if (agent.equals(management) && agent.port() != 0) {
            values.wrong(MANAGEMENT_PORT, "the agents' port as well", "choose another one, or 0");
        }
        Optional<URI> publicUrl = values.parsed(PUBLIC_URL, "`https://HOST` or `https://HOST:PORT`", WebUrl::origin);
        Optional<URI> consoleUrl = values.parsed(CONSOLE_URL, "`https://HOST` or `https://HOST:PORT`", WebUrl::origin);
        Set<String> hosts = values.list(ALLOWED_HOSTS, "names such as `mcp.example.org`", WebUrl::host);
        Set<String> origins = values.list(
                ALLOWED_ORIGINS,
                "origins such as `https://app.example.org`",
                text -> WebUrl.origin(text).map(URI::toString));
        if (hosts.isEmpty() && publicUrl.isEmpty() && isWildcard(agent.host())) {
            values.wrong(
                    AGENT_HOST,
                    "listens on all addresses, so agents may use names that are not known",
                    "set `public-url` or `allowed-hosts`; `*` accepts any name");
        }
        Grid grid = values.parsed(GRID, "`memory` or `hazelcast`", NodeConfigReader::grid)
                .orElse(Grid.MEMORY);
        Cluster cluster = ClusterReader.read(values, grid);
        return new NodeConfig(
                agent,
                management,
                access(agent, hosts, origins, publicUrl),
                access(management, hosts, consoleUrl, publicUrl),
                publicUrl,
                new NodeConfig.Tls(
                        pair(AGENT_TLS_CERTIFICATE, AGENT_TLS_KEY),
                        pair(MANAGEMENT_TLS_CERTIFICATE, MANAGEMENT_TLS_KEY)),
                new NodeConfig.Admin(values.path(OPERATORS), values.secret(ADMIN_TOKEN), consoleUrl),
                values.path(RESOURCES),
                grid,
                cluster,
                store(grid, cluster),
                audit(),
                new NodeConfig.Recording(
                        export(), values.secret(AUDIT_ARGUMENT_DIGESTS), values.flag(AUDIT_BEFORE_ANSWER)),
                traces(),
                values.path(WEBHOOKS),
                new Caps(
                        values.bytes(MAX_BODY, KIB, 256 * MIB),
                        values.bytes(MAX_HEADERS, KIB, MIB),
                        values.count(MAX_JSON_DEPTH, 8, 512),
                        values.bytes(MAX_LIST, KIB, 256 * MIB),
                        values.count(MAX_REQUESTS, 1, 1_000_000),
                        values.count(MAX_STREAMS, 0, 1_000_000),
                        values.count(MAX_CONNECTIONS, 1, 1_000_000),
                        values.count(MAX_HELD, 0, 1_000_000)),
                new Timeouts(
                        values.duration(HEADER_TIMEOUT, SHORTEST, LONGEST),
                        values.duration(BODY_TIMEOUT, SHORTEST, LONGEST),
                        values.duration(CONNECT_TIMEOUT, SHORTEST, LONGEST),
                        values.duration(CALL_TIMEOUT, SHORTEST, LONGEST),
                        values.duration(HELD_KEEP_ALIVE, Duration.ofSeconds(1), LONGEST),
                        values.duration(DRAIN_TIMEOUT, Duration.ZERO, LONGEST),
                        values.duration(STOP_DELAY, Duration.ZERO, LONGEST)));
    }

    private Optional<PemFiles> pair(Setting certificate, Setting key) {
        Optional<Path> chain = values.path(certificate);
        Optional<Path> own = values.path(key);
        if (chain.isPresent() != own.isPresent()) {
            Setting there = chain.isPresent() ? certificate : key;
            Setting missing = chain.isPresent() ? key : certificate;
            values.wrong(there, "is of no use without `" + missing.key() + "`", "set both, or neither for plain HTTP");
        }
        return chain.flatMap(path -> own.map(other -> new PemFiles(path, other)));
    }

    private Optional<Durable> store(Grid grid, Cluster cluster) {
        Optional<String> user = values.text(STORE_USER);
        Optional<SecretReference> password = values.secret(STORE_PASSWORD);
        Optional<String> said = values.text(STORE);
        Optional<String> address = said.or(() -> grid == Grid.MEMORY ? Optional.of(USUAL_STORE) : Optional.empty())
                .filter(text -> !text.equals("none"));
        if (address.filter(text -> text.startsWith("file:")).isPresent()) {
            if (said.isPresent() && cluster.size() > 1) {
                values.wrong(STORE, "a file, which the other nodes do not reach", "name a PostgreSQL database");
            }
            if (user.isPresent() || password.isPresent()) {
                values.wrong(STORE, "a file, which takes no user and no password", "leave those out");
            }
        }
        return address.map(text -> new Durable(text, user.orElse(""), password));
    }

    private Optional<Audit> audit() {
        Optional<Long> rotateBytes = isNone(AUDIT_ROTATE_SIZE)
                ? Optional.empty()
                : Optional.of((long) values.bytes(AUDIT_ROTATE_SIZE, 64 * KIB, 1024 * MIB));
        int keep = values.count(AUDIT_KEEP, 0, 1_000_000);
        boolean refuse = values.parsed(AUDIT_ON_FULL, "`drop` or `refuse`", text -> switch (text) {
                    case "drop" -> Optional.of(false);
                    case "refuse" -> Optional.of(true);
                    default -> Optional.empty();
                })
                .orElseThrow();
        return isNone(AUDIT_FILE)
                ? Optional.empty()
                : values.path(AUDIT_FILE).map(file -> new Audit(file, rotateBytes, keep, refuse));
    }

    private NodeConfig.Export export() {
        Optional<SecretReference> authorization = values.secret(AUDIT_EXPORT_AUTHORIZATION);
        return values.parsed(
                        AUDIT_EXPORT,
                        "`none`, `stdout` or `otlp:http://HOST:PORT`",
                        text -> export(text, authorization))
                .orElseThrow();
    }

    private static Optional<NodeConfig.Export> export(String text, Optional<SecretReference> authorization) {
        return switch (text) {
            case "none" ->
                Optional.of(new NodeConfig.Export(NodeConfig.Export.To.NOBODY, Optional.empty(), authorization));
            case "stdout" ->
                Optional.of(new NodeConfig.Export(NodeConfig.Export.To.STDOUT, Optional.empty(), authorization));
            default ->
                collector(text)
                        .map(url ->
                                new NodeConfig.Export(NodeConfig.Export.To.COLLECTOR, Optional.of(url), authorization));
        };
    }

    private NodeConfig.Traces traces() {
        Optional<URI> collector = isNone(TRACE_EXPORT)
                ? Optional.empty()
                : values.parsed(TRACE_EXPORT, "`none` or `otlp:http://HOST:PORT`", NodeConfigReader::collector);
        return new NodeConfig.Traces(collector, values.secret(TRACE_EXPORT_AUTHORIZATION), values.ratio(TRACE_SAMPLE));
    }

    private static Optional<URI> collector(String text) {
        return Optional.of(text)
                .filter(url -> url.startsWith(OTLP))
                .flatMap(url -> WebUrl.absolute(url.substring(OTLP.length())));
    }

    private boolean isNone(Setting setting) {
        return values.text(setting).filter("none"::equals).isPresent();
    }

    private Address address(Setting host, Setting port) {
        String name = values.parsed(host, "a host name or an address", WebUrl::bindable)
                .orElse("127.0.0.1");
        return new Address(name, values.count(port, 0, 65_535));
    }

    private static WebAccess access(Address address, Set<String> hosts, Set<String> origins, Optional<URI> publicUrl) {
        Set<String> all = new HashSet<>(hosts);
        all.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
        all.add(WebUrl.inUrl(address.host()));
        publicUrl.map(URI::getHost).ifPresent(all::add);
        return new WebAccess(all, origins, isWildcard(address.host()), isLoopback(address.host()));
    }

    /** The management port's; pages of the console call it by the console's own URL. */
    private static WebAccess access(
            Address management, Set<String> hosts, Optional<URI> consoleUrl, Optional<URI> publicUrl) {
        Set<String> all = new HashSet<>(hosts);
        consoleUrl.map(URI::getHost).ifPresent(all::add);
        Set<String> origins = consoleUrl.map(URI::toString).map(Set::of).orElse(Set.of());
        return access(management, all, origins, publicUrl);
    }

    private static Optional<Grid> grid(String text) {
        return Arrays.stream(Grid.values())
                .filter(grid -> grid.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static boolean isWildcard(String host) {
        return Set.of("0.0.0.0", "::").contains(host);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }
}
