package dev.turnpike.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.NodeConfigReader;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestsTest {
    private static final Map<String, String> NODES = Map.of("app.kubernetes.io/name", "turnpike");

    /** What a node takes at most to hand over what it holds (15 s), and to close its ports and threads (10 s each). */
    private static final long LEAVING_SECONDS = 35;

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void everyFieldIsOneThatKubernetesKnows(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);

        assertThat(manifests.objects())
                .extracting(object -> object.getMetadata().getName())
                .allMatch(name -> name.startsWith("turnpike"));
        JsonNode misspelt = new ObjectMapper().readTree("""
                {"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"template":{"spec":{"containers":[{"immage":"x"}]}}}}""");
        assertThatThrownBy(() -> Manifests.parsed(misspelt)).hasMessageContaining("immage");
        JsonNode outdated = new ObjectMapper().readTree("{\"apiVersion\":\"apps/v1beta1\",\"kind\":\"StatefulSet\"}");
        assertThatThrownBy(() -> Manifests.parsed(outdated)).hasMessageContaining("apps/v1beta1");
    }

    @Test
    void everyFileIsPartOfAnOverlay() throws IOException {
        Path root = Path.of("../deploy/kubernetes");
        String kustomizations = "";
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("kustomization.yaml")) {
                    kustomizations += Files.readString(file);
                }
            }
        }
        String all = kustomizations;
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("kustomization.yaml")))
                    .allSatisfy(
                            file -> assertThat(all).contains(file.getFileName().toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void theSettingsAreThoseOfANode(String overlay) throws IOException {
        NodeConfig config = config(Manifests.of(overlay));

        assertThat(config.grid()).isEqualTo(NodeConfig.Grid.HAZELCAST);
        assertThat(config.cluster().nodeName()).isEqualTo("turnpike-0");
        assertThat(config.cluster().member().host()).isEqualTo("10.1.2.3");
        assertThat(config.cluster().memberDns()).contains("turnpike-members");
        assertThat(config.managementAccess().allowsHost("10.1.2.3:8081")).isTrue();
        assertThat(config.agentAccess().allowsHost("turnpike.turnpike.svc:8080"))
                .isTrue();
        assertThat(config.agentAccess().allowsHost("elsewhere.example.org")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void portsAndProbesAreThoseOfANode(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        NodeConfig config = config(manifests);
        Container container = manifests.container();

        assertThat(container.getPorts())
                .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "agent", config.agent().port()),
                        org.assertj.core.groups.Tuple.tuple(
                                "management", config.management().port()),
                        org.assertj.core.groups.Tuple.tuple(
                                "member", config.cluster().member().port()));
        for (Service service : manifests.all(Service.class)) {
            assertThat(service.getSpec().getSelector()).isEqualTo(NODES);
            assertThat(service.getSpec().getPorts()).allSatisfy(port -> {
                assertThat(port.getTargetPort().getStrVal()).isEqualTo(port.getName());
                assertThat(container.getPorts())
                        .anyMatch(its -> its.getName().equals(port.getName())
                                && its.getContainerPort().equals(port.getPort()));
            });
        }
        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
                .allMatch(probe -> probe.getHttpGet().getPath().equals("/healthz")
                        && probe.getHttpGet().getPort().getStrVal().equals("management"));
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
        // Longer than it takes until nobody sends requests any more.
        assertThat(config.timeouts().stopDelay().toSeconds())
                .isGreaterThan((long) container.getReadinessProbe().getPeriodSeconds()
                        * container.getReadinessProbe().getFailureThreshold());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void aNodeHasTheTimeThatItTakesToStop(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        NodeConfig.Timeouts timeouts = config(manifests).timeouts();

        assertThat(manifests.nodes().getSpec().getTemplate().getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(
                        timeouts.stopDelay().toSeconds() + timeouts.drain().toSeconds() + LEAVING_SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void nodesFindEachOtherBeforeTheyAreReady(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        StatefulSetSpec nodes = manifests.nodes().getSpec();
        Service members = manifests.the(Service.class, nodes.getServiceName());

        assertThat(config(manifests).cluster().memberDns()).contains(nodes.getServiceName());
        assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(nodes.getPodManagementPolicy()).isEqualTo("Parallel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void neverMoreNodesThanTheSizeAndNeverFewerThanTheQuorum(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        int size = config(manifests).cluster().size();
        int quorum = size / 2 + 1;
        List<HorizontalPodAutoscaler> autoscalers = manifests.all(HorizontalPodAutoscaler.class);

        assertThat(size % 2).isOne();
        if (autoscalers.isEmpty()) {
            assertThat(manifests.nodes().getSpec().getReplicas()).isEqualTo(size);
        } else {
            assertThat(autoscalers.get(0).getSpec().getScaleTargetRef().getName())
                    .isEqualTo(manifests.nodes().getMetadata().getName());
            assertThat(autoscalers.get(0).getSpec().getMaxReplicas()).isLessThanOrEqualTo(size);
            assertThat(autoscalers.get(0).getSpec().getMinReplicas()).isGreaterThan(quorum);
            assertThat(manifests.nodes().getSpec().getReplicas()).isNull();
        }
        PodDisruptionBudget budget = manifests.the(PodDisruptionBudget.class, "turnpike");
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isOne();
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(NODES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void onlyNodesReachTheMemberPort(String overlay) throws IOException {
        NetworkPolicy policy = Manifests.of(overlay).the(NetworkPolicy.class, "turnpike");

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(NODES);
        assertThat(from(policy, "member")).singleElement().satisfies(peer -> {
            assertThat(peer.getPodSelector().getMatchLabels()).isEqualTo(NODES);
            assertThat(peer.getNamespaceSelector()).isNull();
            assertThat(peer.getIpBlock()).isNull();
        });
        assertThat(from(policy, "management"))
                .extracting(peer -> Optional.ofNullable(peer.getNamespaceSelector())
                        .map(namespaces -> namespaces.getMatchLabels().toString())
                        .orElse("nodes"))
                .containsExactly("nodes", "{kubernetes.io/metadata.name=monitoring}");
        assertThat(policy.getSpec().getIngress()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void podsMayDoNothingThatTheyNeedNot(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        PodSpec pod = manifests.nodes().getSpec().getTemplate().getSpec();
        SecurityContext security = manifests.container().getSecurityContext();

        assertThat(manifests
                        .the(ServiceAccount.class, pod.getServiceAccountName())
                        .getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(pod.getHostNetwork()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "production"})
    void everyFileThatASettingNamesIsMounted(String overlay) throws IOException {
        Manifests manifests = Manifests.of(overlay);
        List<String> mounts = manifests.container().getVolumeMounts().stream()
                .map(mount -> mount.getMountPath())
                .toList();

        assertThat(manifests.environment("turnpike-0", "10.1.2.3").values().stream()
                        .flatMap(value -> java.util.regex.Pattern.compile("(?<=^|file:|=)/[^&]+")
                                .matcher(value)
                                .results()
                                .map(found -> found.group())))
                .isNotEmpty()
                .allMatch(path -> mounts.stream().anyMatch(path::startsWith));
        List<String> volumes = Stream.concat(
                        manifests.nodes().getSpec().getTemplate().getSpec().getVolumes().stream()
                                .map(volume -> volume.getName()),
                        manifests.nodes().getSpec().getVolumeClaimTemplates().stream()
                                .map(claim -> claim.getMetadata().getName()))
                .toList();
        assertThat(manifests.container().getVolumeMounts()).allMatch(mount -> volumes.contains(mount.getName()));
    }

    @Test
    void prometheusFindsTheManagementPort() throws IOException {
        Manifests manifests = Manifests.of("production");
        ServiceMonitor monitor = manifests.the(ServiceMonitor.class, "turnpike");

        assertThat(manifests.all(Service.class).stream()
                        .filter(service -> service.getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(monitor.getSpec()
                                        .getSelector()
                                        .getMatchLabels()
                                        .entrySet())))
                .singleElement()
                .satisfies(service -> assertThat(service.getSpec().getPorts())
                        .singleElement()
                        .satisfies(port -> assertThat(port.getName())
                                .isEqualTo(
                                        monitor.getSpec().getEndpoints().get(0).getPort())));
        assertThat(monitor.getSpec().getEndpoints().get(0).getPath()).isEqualTo("/metrics");
    }

    @Test
    void theDocumentsOfTheSmallClusterAreThoseThatTheNodesRead() throws IOException {
        Manifests manifests = Manifests.of("small");

        assertThat(manifests.the(ConfigMap.class, "turnpike-documents").getData())
                .containsKey("example.yaml");
        assertThat(config(manifests).resources()).contains(Path.of("/etc/turnpike/documents"));
    }

    private static NodeConfig config(Manifests manifests) {
        return NodeConfigReader.read(Map.of(), manifests.environment("turnpike-0", "10.1.2.3"), Optional.empty());
    }

    private static List<NetworkPolicyPeer> from(NetworkPolicy policy, String port) {
        List<NetworkPolicyIngressRule> rules = policy.getSpec().getIngress().stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(its -> its.getPort().getStrVal().equals(port)))
                .toList();
        assertThat(rules).hasSize(1);
        return rules.get(0).getFrom();
    }
}
