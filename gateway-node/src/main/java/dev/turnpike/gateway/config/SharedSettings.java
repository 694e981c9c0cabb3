package dev.turnpike.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that all nodes of a cluster should have alike, each as a mark: enough to tell that two differ, too short
 * to tell what they are.
 */
public final class SharedSettings {
    private static final int MARK_DIGITS = 8;

    private SharedSettings() {}

    /** The marks, by {@link Setting#key}. */
    public static Map<String, String> marks(NodeConfig config) {
        Map<Setting, Object> values = new LinkedHashMap<>();
        values.put(Setting.CLUSTER_SIZE, config.cluster().size());
        values.put(
                Setting.STORE,
                config.store()
                        .map(NodeConfig.Durable::address)
                        .map(SharedSettings::place)
                        .orElse("none"));
        values.put(Setting.FAILURE_DETECTION, config.cluster().failureDetection());
        values.put(Setting.AGENT_TLS_CERTIFICATE, config.tls().agent().isPresent());
        values.put(Setting.MANAGEMENT_TLS_CERTIFICATE, config.tls().management().isPresent());
        values.put(Setting.PUBLIC_URL, config.publicUrl());
        values.put(Setting.CONSOLE_URL, config.admin().consoleUrl());
        values.put(Setting.MAX_BODY, config.caps().maxBodyBytes());
        values.put(Setting.MAX_HEADERS, config.caps().maxHeaderBytes());
        values.put(Setting.MAX_JSON_DEPTH, config.caps().maxJsonDepth());
        values.put(Setting.MAX_LIST, config.caps().maxListBytes());
        values.put(Setting.CALL_TIMEOUT, config.timeouts().call());
        Optional<NodeConfig.Audit> audit = config.audit();
        values.put(Setting.AUDIT_ON_FULL, audit.map(NodeConfig.Audit::refuse));
        values.put(Setting.AUDIT_BEFORE_ANSWER, config.recording().beforeAnswer());
        Map<String, String> marks = new LinkedHashMap<>();
        values.forEach((setting, value) ->
                marks.put(setting.key(), mark(config.cluster().name() + "\0" + setting.key() + "\0" + value)));
        return marks;
    }

    /** Without what may be a password: whoever guesses one could tell by a mark that it is the right one. */
    private static String place(String address) {
        return address.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
    }

    private static String mark(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, MARK_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
