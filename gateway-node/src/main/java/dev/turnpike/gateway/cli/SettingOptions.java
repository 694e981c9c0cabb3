package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.config.Setting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** One option for each setting of a node, made from the settings themselves. */
final class SettingOptions {
    private SettingOptions() {}

    static void addTo(CommandSpec command) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nSettings (each is also a key of the file and an environment variable):%n")
                .exclusive(false)
                .validate(false);
        for (Setting setting : Setting.values()) {
            List<String> names =
                    setting == Setting.AGENT_PORT ? List.of(setting.flag(), "--port") : List.of(setting.flag());
            group.addArg(OptionSpec.builder(names.toArray(String[]::new))
                    .paramLabel("VALUE")
                    .type(String.class)
                    .description(description(setting))
                    .build());
        }
        command.addArgGroup(group.build());
    }

    private static String description(Setting setting) {
        String fallback =
                setting.fallback().map(text -> "default: " + text + ", ").orElse("");
        return setting.description() + " (" + fallback + setting.variable() + ")";
    }

    /** What the command line says, by {@link Setting#key}. */
    static Map<String, String> given(ParseResult arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        Arrays.stream(Setting.values())
                .filter(setting -> arguments.hasMatchedOption(setting.flag()))
                .forEach(setting -> given.put(setting.key(), arguments.matchedOptionValue(setting.flag(), "")));
        return given;
    }
}
