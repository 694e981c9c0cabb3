package dev.turnpike.gateway.deploy;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The objects of one overlay.
 *
 * @param objects each as its own model, which knows all of its fields
 */
record Manifests(List<HasMetadata> objects) {
    private static final Map<String, Class<? extends HasMetadata>> MODELS = Stream.of(
                    Namespace.class,
                    ServiceAccount.class,
                    ConfigMap.class,
                    Service.class,
                    StatefulSet.class,
                    PodDisruptionBudget.class,
                    NetworkPolicy.class,
                    HorizontalPodAutoscaler.class,
                    ServiceMonitor.class)
            .collect(toMap(Class::getSimpleName, Function.identity()));

    static Manifests of(String overlay) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        for (ObjectNode object : Kustomization.build(Path.of("../deploy/kubernetes/overlays", overlay))) {
            objects.add(parsed(object));
        }
        return new Manifests(objects);
    }

    /** Fails where Kubernetes would not know the kind, its version or a field. */
    static HasMetadata parsed(JsonNode object) throws IOException {
        String kind = object.path("kind").asText();
        Class<? extends HasMetadata> model = Objects.requireNonNull(MODELS.get(kind), kind);
        String version = object.path("apiVersion").asText();
        if (!version.equals(HasMetadata.getApiVersion(model))) {
            throw new AssertionError(kind + " is " + HasMetadata.getApiVersion(model) + ", not " + version);
        }
        return Yaml.strict(object, model);
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T the(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
    }

    StatefulSet nodes() {
        return the(StatefulSet.class, "turnpike");
    }

    Container container() {
        List<Container> containers = nodes().getSpec().getTemplate().getSpec().getContainers();
        if (containers.size() != 1) {
            throw new AssertionError("one container each");
        }
        return containers.get(0);
    }

    /** The variables of a pod. */
    Map<String, String> environment(String pod, String address) {
        Map<String, String> environment = new TreeMap<>();
        container()
                .getEnvFrom()
                .forEach(from -> environment.putAll(
                        the(ConfigMap.class, from.getConfigMapRef().getName()).getData()));
        for (EnvVar variable : container().getEnv()) {
            environment.put(
                    variable.getName(),
                    variable.getValueFrom() == null
                            ? variable.getValue()
                            : switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
                                case "metadata.name" -> pod;
                                case "status.podIP" -> address;
                                default -> throw new AssertionError(variable);
                            });
        }
        return environment;
    }
}
