package dev.turnpike.gateway.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of a node. The key is its name in the settings file and among the overrides of the command line; the
 * environment variable and the flag follow from it.
 */
public enum Setting {
    AGENT_HOST("127.0.0.1", "address that agents connect to; `0.0.0.0` or `::` for all"),
    AGENT_PORT("8080", "port that agents connect to; 0 for any that is free"),
    MANAGEMENT_HOST("127.0.0.1", "address for operators, metrics and probes"),
    MANAGEMENT_PORT("8081", "port for operators, metrics and probes; 0 for any that is free"),
    PUBLIC_URL("", "what agents call this node, such as `https://mcp.example.org`; without path"),
    CONSOLE_URL(
            "",
            "what people call the management port, such as `https://turnpike.example.org`; without path; the node's own"
                    + " address if not set"),
    OPERATORS("", "file of the people who run the gateway: names, roles and references to tokens; watched"),
    ADMIN_TOKEN(
            "",
            "reference (`env:NAME` or `file:/path`) to the token of the operator `admin`; without it and `operators` one"
                    + " is made at start and shown once"),
    AGENT_TLS_CERTIFICATE(
            "",
            "PEM file of the certificate that agents see, then those that issued it; beside `agent-tls-key`; watched"),
    AGENT_TLS_KEY("", "PEM file of its private key"),
    MANAGEMENT_TLS_CERTIFICATE(
            "",
            "PEM file of the certificate of the management port, then those that issued it; beside"
                    + " `management-tls-key`; watched"),
    MANAGEMENT_TLS_KEY("", "PEM file of its private key"),
    RESOURCES("", "directory of documents that is loaded at start and watched"),
    GRID("memory", "where the shared state lives: `memory` (this process) or `hazelcast`"),
    STORE(
            "",
            "where documents, approvals and counters are kept for the next start: `file:PATH` for a node alone,"
                    + " `jdbc:postgresql://HOST:PORT/DATABASE` for any, `none` for nowhere; if not set, `file:turnpike-store`"
                    + " for a node alone and `none` for a cluster"),
    STORE_USER("", "who signs in at PostgreSQL"),
    STORE_PASSWORD("", "reference (`env:NAME` or `file:/path`) to the password of `store-user`"),
    CLUSTER_NAME("turnpike", "name of the cluster; nodes of other names never meet"),
    CLUSTER_SIZE(
            "1",
            "nodes that the cluster is meant to have; more than half of them must be there for limits to be spent"),
    MEMBER_HOST(
            "127.0.0.1",
            "address that the other nodes connect to; keep it private: whoever reaches it controls the grid"),
    MEMBER_PORT("5701", "port that the other nodes connect to; 0 for any that is free, with a `cluster-size` of 1"),
    MEMBERS("", "nodes to find at start, comma-separated, each `host` or `host:port` of its member port"),
    MEMBER_DNS("", "DNS name of all nodes' addresses, such as a headless service of Kubernetes"),
    NODE_NAME("", "what status calls this node; `member-host:member-port` if not set"),
    GRID_DEADLINE("2s", "for the grid to answer a call"),
    FAILURE_DETECTION("10s", "for a silent node to count as gone"),
    STOP_DELAY("0s", "for balancers to notice that the node stops: it is not ready any more, and still takes requests"),
    COALESCE("true", "whether spends that meet travel together; `false` is for measuring"),
    REMEMBER_EXHAUSTED(
            "true", "whether a node remembers exhausted counters until their window ends; `false` is for measuring"),
    AUDIT_FILE("turnpike-audit.jsonl", "file that gets one JSON line for each decision; `none` for no file"),
    AUDIT_ROTATE_SIZE(
            "256MiB", "size at which the audit file is full: it gets a name with time and number; `none` for never"),
    AUDIT_KEEP("0", "full audit files that are kept, older ones are deleted; 0 for all"),
    AUDIT_ON_FULL(
            "drop",
            "while audit records cannot be written: `drop` counts those that are lost, `refuse` refuses the calls"),
    AUDIT_BEFORE_ANSWER(
            "false",
            "whether a call is answered only when its record is written, so that a node that is killed has recorded every"
                    + " call that it answered"),
    AUDIT_EXPORT(
            "none",
            "where a copy of each audit record goes: `none`, `stdout`, or `otlp:` and the URL of a collector, such as"
                    + " `otlp:http://127.0.0.1:4318`"),
    AUDIT_EXPORT_AUTHORIZATION(
            "", "reference (`env:NAME` or `file:/path`) to what the collector gets as the header `Authorization`"),
    AUDIT_ARGUMENT_DIGESTS(
            "",
            "reference (`env:NAME` or `file:/path`) to a key of at least 32 characters; with it each recorded call has a"
                    + " keyed digest of its arguments"),
    TRACE_EXPORT(
            "none",
            "where the traces of calls go: `none`, or `otlp:` and the URL of a collector, such as"
                    + " `otlp:http://127.0.0.1:4318`"),
    TRACE_EXPORT_AUTHORIZATION(
            "", "reference (`env:NAME` or `file:/path`) to what that collector gets as the header `Authorization`"),
    TRACE_SAMPLE(
            "1.0", "which part of the calls is traced, from 0 to 1; calls that come with a trace follow what it says"),
    WEBHOOKS("", "file of the webhooks that hear of approvals"),
    ALLOWED_HOSTS("", "further names, comma-separated, that agents may call this node by; `*` for any"),
    ALLOWED_ORIGINS("", "web origins, comma-separated, that may call this node from a browser"),
    MAX_BODY("4MiB", "largest request body; larger ones are answered 413"),
    MAX_HEADERS("16KiB", "most that all headers of a request may take"),
    MAX_JSON_DEPTH("64", "deepest nesting of a request body"),
    MAX_LIST("16MiB", "largest tool list of an upstream"),
    MAX_REQUESTS("4096", "most requests under way at once; further ones are answered 503"),
    MAX_STREAMS("16384", "most event streams that agents keep open at once; further ones are answered 503"),
    MAX_CONNECTIONS("32768", "most connections of agents at once; further ones are closed"),
    MAX_HELD("2048", "most calls held open for a person at once; further ones are told to come back"),
    HELD_KEEP_ALIVE(
            "40s",
            "between two signs of life for a client whose call is held: less than balancers give a silent connection, and"
                    + " clients a request"),
    HEADER_TIMEOUT("10s", "for the headers of a request to arrive"),
    BODY_TIMEOUT("30s", "for the body of a request to arrive, and for a client to take its answer"),
    CONNECT_TIMEOUT("5s", "for an upstream to accept a connection"),
    CALL_TIMEOUT("60s", "for an upstream to answer, where its server document sets no timeout"),
    DRAIN_TIMEOUT("20s", "for requests under way when the node stops");

    /** The environment variables of all settings begin with it. */
    static final String PREFIX = "TURNPIKE_";

    private final String fallback;
    private final String description;

    Setting(String fallback, String description) {
        this.fallback = fallback;
        this.description = description;
    }

    /** The setting with this key. */
    public static Optional<Setting> named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** The name in a settings file and among overrides, such as {@code agent-port}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The environment variable, such as {@code TURNPIKE_AGENT_PORT}. */
    public String variable() {
        return PREFIX + name();
    }

    /** The command line's long option, such as {@code --agent-port}. */
    public String flag() {
        return "--" + key();
    }

    /** What holds if nothing is said; empty if the setting is then absent. */
    public Optional<String> fallback() {
        return fallback.isEmpty() ? Optional.empty() : Optional.of(fallback);
    }

    /** One line for people; code is in backticks. */
    public String description() {
        return description;
    }
}
