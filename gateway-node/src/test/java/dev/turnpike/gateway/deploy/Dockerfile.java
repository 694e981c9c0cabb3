package dev.turnpike.gateway.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The image's recipe.
 *
 * @param steps the instructions in their order
 */
record Dockerfile(List<Step> steps) {
    /** The name of an instruction and all that follows it, in one line. */
    record Step(String name, String text) {
        List<String> words() {
            return Arrays.asList(text.split("\\s+", -1));
        }
    }

    static Dockerfile read() throws IOException {
        List<Step> steps = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : Files.readAllLines(Path.of("../deploy/docker/Dockerfile"))) {
            if (part.isBlank() || part.strip().startsWith("#")) {
                continue;
            }
            boolean goesOn = part.endsWith("\\");
            line.append(goesOn ? part.substring(0, part.length() - 1) : part).append(' ');
            if (!goesOn) {
                String[] words = line.toString().strip().split("\\s+", 2);
                steps.add(new Step(words[0], words[1]));
                line.setLength(0);
            }
        }
        return new Dockerfile(steps);
    }

    /** All that follows these instructions, in the order of the file. */
    List<Step> all(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).toList();
    }

    /** The last one, which is what counts. */
    Step last(String name) {
        List<Step> all = all(name);
        return all.get(all.size() - 1);
    }

    /** The words of an instruction in the form of a JSON list. */
    List<String> list(String name) {
        String text = last(name).text();
        return Arrays.stream(text.substring(text.indexOf('[') + 1, text.lastIndexOf(']'))
                        .split(",", -1))
                .map(word -> word.strip().replace("\"", ""))
                .toList();
    }

    /** The variables of the image. */
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        all("ENV")
                .forEach(step -> step.words().forEach(pair -> {
                    String[] parts = pair.split("=", 2);
                    variables.put(parts[0], parts[1]);
                }));
        return variables;
    }
}
