package dev.turnpike.gateway.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the sources say about the settings, typed. A value that cannot be used is reported, and the default stands in
 * for it until everything is read. Confined to one reading.
 */
final class SettingValues {
    private final Map<Setting, SettingText> texts = new EnumMap<>(Setting.class);
    private final Problems problems;

    SettingValues(Problems problems) {
        this.problems = problems;
    }

    /** Adds a source that comes before those added so far. */
    void putAll(Map<Setting, SettingText> source) {
        texts.putAll(source);
    }

    Optional<String> text(Setting setting) {
        return Optional.ofNullable(texts.get(setting))
                .map(SettingText::text)
                .or(setting::fallback)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    <T> Optional<T> parsed(Setting setting, String expected, Function<String, Optional<T>> reader) {
        Optional<T> value = text(setting).flatMap(reader);
        if (value.isPresent() || (text(setting).isEmpty() && setting.fallback().isEmpty())) {
            return value;
        }
        wrong(setting, "`" + Quoted.of(text(setting).orElse("")) + "` is not usable", "expected " + expected);
        return setting.fallback().flatMap(reader);
    }

    /** The parts between commas. */
    Set<String> list(Setting setting, String expected, Function<String, Optional<String>> reader) {
        Set<String> parts = new LinkedHashSet<>();
        for (String part : text(setting).orElse("").split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            reader.apply(part.strip())
                    .ifPresentOrElse(
                            parts::add,
                            () -> wrong(
                                    setting,
                                    "`" + Quoted.of(part.strip()) + "` is not usable",
                                    "expected " + expected));
        }
        return parts;
    }

    int count(Setting setting, int least, int most) {
        return parsed(
                        setting,
                        "a number from " + least + " to " + most,
                        text -> number(text).filter(value -> value >= least && value <= most))
                .map(Long::intValue)
                .orElse(least);
    }

    int bytes(Setting setting, int least, int most) {
        String expected = "a size such as `4MiB`, from " + Quantities.text(least) + " to " + Quantities.text(most);
        return parsed(
                        setting,
                        expected,
                        text -> Quantities.bytes(text).filter(value -> value >= least && value <= most))
                .map(Long::intValue)
                .orElse(least);
    }

    Duration duration(Setting setting, Duration least, Duration most) {
        String expected = "a duration such as `60s`, from " + Quantities.text(least) + " to " + Quantities.text(most);
        return parsed(
                        setting,
                        expected,
                        text -> Quantities.duration(text)
                                .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0))
                .orElse(least);
    }

    double ratio(Setting setting) {
        return parsed(
                        setting,
                        "a number from 0 to 1, such as `0.05`",
                        text -> text.matches("[01]|[01]?\\.[0-9]{1,9}")
                                ? Optional.of(Double.valueOf(text)).filter(value -> value <= 1)
                                : Optional.empty())
                .orElseThrow();
    }

    boolean flag(Setting setting) {
        return parsed(setting, "`true` or `false`", text -> switch (text) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                })
                .orElseThrow();
    }

    Optional<Path> path(Setting setting) {
        return parsed(setting, "a path", text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException invalid) {
                return Optional.empty();
            }
        });
    }

    /** A reference to a secret. What stands there instead may be the secret itself, and is not repeated. */
    Optional<SecretReference> secret(Setting setting) {
        Optional<SecretReference> reference = text(setting).flatMap(SecretReference::parse);
        if (text(setting).isPresent() && reference.isEmpty()) {
            wrong(setting, "not a reference to a secret", Fields.REFERENCE);
        }
        return reference;
    }

    void wrong(Setting setting, String message, String hint) {
        SettingText text = texts.getOrDefault(setting, SettingText.of(setting.flag() + " (default)", ""));
        problems.add(text, message, hint);
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,10}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
