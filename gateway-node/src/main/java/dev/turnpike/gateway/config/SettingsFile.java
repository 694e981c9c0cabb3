package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A settings file: one flat object, with the keys of {@link Setting}. */
final class SettingsFile {
    static Map<Setting, SettingText> read(Path file, Problems problems) {
        Map<Setting, SettingText> settings = new EnumMap<>(Setting.class);
        String name = file.toString();
        String text;
        try {
            text = BoundedFile.read(file);
        } catch (IOException unreadable) {
            problems.add(name, "", "cannot be read", BoundedFile.reason(unreadable));
            return settings;
        }
        List<StrictText.Part> parts = StrictText.read(new DocumentSource(name, text), problems);
        if (parts.size() > 1 || parts.stream().anyMatch(part -> !part.tree().isObject())) {
            problems.add(name, "", "not one object of settings", "write `key: value`, one a line");
            return settings;
        }
        parts.forEach(part -> part.tree().properties().forEach(entry -> {
            String pointer = Fields.child("", entry.getKey());
            var setting = Setting.named(entry.getKey());
            if (setting.isEmpty()) {
                problems.addUnknown(part, pointer, "setting", entry.getKey(), Setting.keys());
            } else if (!isPlain(entry.getValue())) {
                problems.add(
                        part, pointer, "of the wrong type", Optional.of("expected a text, a number or a list of them"));
            } else {
                settings.put(
                        setting.get(), new SettingText(name, pointer, part.place(pointer), plain(entry.getValue())));
            }
        }));
        return settings;
    }

    private static boolean isPlain(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isValueNode)
                : value.isTextual() || value.isNumber();
    }

    private static String plain(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(joining(","))
                : value.asText();
    }

    private SettingsFile() {}
}
