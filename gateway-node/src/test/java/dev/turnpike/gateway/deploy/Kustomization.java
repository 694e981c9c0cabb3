package dev.turnpike.gateway.deploy;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kubectl kustomize} makes of the directories that we have, so that the manifests can be judged as they are
 * applied. Of kustomize it knows what they use, and fails on everything else. Names of generated maps get no hash.
 */
final class Kustomization {
    private final List<ObjectNode> objects = new ArrayList<>();

    /** The file, as far as it is understood. */
    private record File(
            String apiVersion,
            String kind,
            @Nullable String namespace,
            @Nullable List<Labels> labels,
            @Nullable List<String> resources,
            @Nullable List<Image> images,
            @Nullable List<Generator> configMapGenerator,
            @Nullable List<Patch> patches) {}

    private record Labels(Map<String, String> pairs, boolean includeSelectors) {}

    private record Image(String name, String newName, String newTag) {}

    private record Generator(
            String name,
            @Nullable String behavior,
            @Nullable List<String> envs,
            @Nullable List<String> literals,
            @Nullable List<String> files,
            @Nullable Options options) {}

    private record Options(boolean disableNameSuffixHash) {}

    private record Patch(String path) {}

    private Kustomization() {}

    /** All objects of a directory with a {@code kustomization.yaml}. */
    static List<ObjectNode> build(Path directory) throws IOException {
        Kustomization built = new Kustomization();
        built.add(directory);
        return built.objects;
    }

    private void add(Path directory) throws IOException {
        int before = objects.size();
        File file =
                Yaml.strict(Yaml.read(directory.resolve("kustomization.yaml")).get(0), File.class);
        assertThat(file.kind()).isEqualTo("Kustomization");
        assertThat(file.apiVersion()).isEqualTo("kustomize.config.k8s.io/v1beta1");
        for (String resource : orNone(file.resources())) {
            Path path = directory.resolve(resource);
            if (Files.isDirectory(path)) {
                add(path);
            } else {
                Yaml.read(path).forEach(document -> objects.add((ObjectNode) document));
            }
        }
        for (Generator generator : orNone(file.configMapGenerator())) {
            generate(directory, generator);
        }
        for (Patch patch : orNone(file.patches())) {
            for (JsonNode change : Yaml.read(directory.resolve(patch.path()))) {
                merge(
                        object(
                                change.path("kind").asText(),
                                change.at("/metadata/name").asText()),
                        (ObjectNode) change);
            }
        }
        List<ObjectNode> own = objects.subList(before, objects.size());
        orNone(file.labels()).forEach(labels -> label(own, labels));
        orNone(file.images()).forEach(this::name);
        if (file.namespace() != null) {
            objects.stream()
                    .filter(object -> !object.path("kind").asText().equals("Namespace"))
                    .forEach(object -> object.withObject("/metadata").put("namespace", file.namespace()));
        }
    }

    private ObjectNode object(String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " to change"));
    }

    private void generate(Path directory, Generator generator) throws IOException {
        ObjectNode map;
        if ("merge".equals(generator.behavior())) {
            map = object("ConfigMap", generator.name());
        } else {
            assertThat(generator.behavior()).isNull();
            map = new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
            map.withObject("/metadata").put("name", generator.name());
            objects.add(map);
        }
        ObjectNode data = map.withObject("/data");
        List<String> pairs = new ArrayList<>(orNone(generator.literals()));
        for (String env : orNone(generator.envs())) {
            Files.readAllLines(directory.resolve(env)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(pairs::add);
        }
        pairs.forEach(pair -> data.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        for (String file : orNone(generator.files())) {
            Path path = directory.resolve(file);
            data.put(path.getFileName().toString(), Files.readString(path));
        }
    }

    /** A strategic merge: objects field by field, lists by what names their elements, the rest as a whole. */
    private static void merge(ObjectNode into, ObjectNode change) {
        change.properties().forEach(field -> {
            JsonNode old = into.get(field.getKey());
            JsonNode value = field.getValue();
            if (value.isNull()) {
                assertThat(into.remove(field.getKey())).as(field.getKey()).isNotNull();
            } else if (value instanceof ObjectNode now && old instanceof ObjectNode then) {
                merge(then, now);
            } else if (value instanceof ArrayNode now && old instanceof ArrayNode then && key(now).isPresent()) {
                now.forEach(element -> mergeElement(then, (ObjectNode) element, key(now).orElseThrow()));
            } else {
                into.set(field.getKey(), value);
            }
        });
    }

    private static void mergeElement(ArrayNode into, ObjectNode element, String key) {
        for (JsonNode each : into) {
            if (each.path(key).equals(element.path(key))) {
                merge((ObjectNode) each, element);
                return;
            }
        }
        into.add(element);
    }

    /** Mounts have names too, but more than one can be of the same volume. */
    private static Optional<String> key(ArrayNode list) {
        String name = list.path(0).has("mountPath") ? "mountPath" : "name";
        return Optional.of(name).filter(key -> list.valueStream().allMatch(element -> element.has(key)));
    }

    private static void label(List<ObjectNode> objects, Labels labels) {
        assertThat(labels.includeSelectors()).isTrue();
        for (ObjectNode object : objects) {
            labels.pairs().forEach((key, value) -> {
                object.withObject("/metadata/labels").put(key, value);
                switch (object.path("kind").asText()) {
                    case "Service" -> object.withObject("/spec/selector").put(key, value);
                    case "StatefulSet" -> {
                        object.withObject("/spec/selector/matchLabels").put(key, value);
                        object.withObject("/spec/template/metadata/labels").put(key, value);
                        object.at("/spec/volumeClaimTemplates")
                                .forEach(claim -> ((ObjectNode) claim)
                                        .withObject("/metadata/labels")
                                        .put(key, value));
                    }
                    default -> {
                        // Selectors of other kinds are left as they are written.
                    }
                }
            });
        }
    }

    private void name(Image image) {
        for (JsonNode container : object("StatefulSet", "turnpike").at("/spec/template/spec/containers")) {
            if (container.path("image").asText().equals(image.name())) {
                ((ObjectNode) container).put("image", image.newName() + ":" + image.newTag());
            }
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return requireNonNullElse(list, List.of());
    }
}
