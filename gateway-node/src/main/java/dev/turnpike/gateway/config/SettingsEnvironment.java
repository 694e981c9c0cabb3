package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Settings in the environment of the process: {@code TURNPIKE_AGENT_PORT} and the like. */
final class SettingsEnvironment {
    /** What the launcher and the commands read, which is no setting of a node. */
    private static final Set<String> OTHERS = Set.of(
            "TURNPIKE_CA",
            "TURNPIKE_CONFIG",
            "TURNPIKE_HOME",
            "TURNPIKE_JAVA",
            "TURNPIKE_JAVA_OPTS",
            "TURNPIKE_OPERATOR_TOKEN",
            "TURNPIKE_URL",
            "TURNPIKE_TOKEN");

    /**
     * What Kubernetes puts into every pod for a service whose name begins with {@code turnpike}: it can look like a
     * setting ({@code TURNPIKE_AGENT_PORT=tcp://10.0.0.7:8080}), and nobody asked for it.
     */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("TURNPIKE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
                    + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_PORT = Pattern.compile("(tcp|udp|sctp)://[^ ]+:[0-9]+");

    static Map<Setting, SettingText> read(Map<String, String> environment, Problems problems) {
        Map<String, Setting> settings =
                Arrays.stream(Setting.values()).collect(toMap(Setting::variable, Function.identity()));
        Map<Setting, SettingText> found = new EnumMap<>(Setting.class);
        new TreeMap<>(environment).forEach((name, text) -> {
            Setting setting = settings.get(name);
            if (!name.startsWith(Setting.PREFIX) || OTHERS.contains(name) || isServiceLink(name, text)) {
                return;
            }
            if (setting != null) {
                found.put(setting, SettingText.of(name, text));
            } else {
                problems.addUnknown(name, "setting", name, settings.keySet());
            }
        });
        return found;
    }

    private static boolean isServiceLink(String name, String text) {
        return SERVICE_LINK.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_PORT.matcher(text).matches());
    }

    private SettingsEnvironment() {}
}
