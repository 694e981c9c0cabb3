package dev.turnpike.gateway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The compose file, its references resolved where nothing else is said. */
record Compose(JsonNode file) {
    static final Path DIRECTORY = Path.of("../deploy/docker");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

    static Compose read() throws IOException {
        return new Compose(Yaml.read(DIRECTORY.resolve("compose.yaml")).get(0));
    }

    List<String> names(String section) {
        return file.path(section).propertyStream().map(Map.Entry::getKey).toList();
    }

    JsonNode service(String name) {
        return file.path("services").path(name);
    }

    List<String> nodes() {
        return names("services").stream()
                .filter(name -> name.startsWith("node"))
                .toList();
    }

    Map<String, String> environment(String service) {
        Map<String, String> variables = new LinkedHashMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(each -> variables.put(
                        each.getKey(),
                        REFERENCE.matcher(each.getValue().asText()).replaceAll((MatchResult found) -> found.group(1))));
        return variables;
    }

    /** The names of a list, or the keys of an object. */
    List<String> used(String service, String section) {
        JsonNode used = service(service).path(section);
        return used.isArray()
                ? used.valueStream().map(JsonNode::asText).toList()
                : used.propertyStream().map(Map.Entry::getKey).toList();
    }
}
