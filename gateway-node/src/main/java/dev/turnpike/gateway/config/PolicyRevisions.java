package dev.turnpike.gateway.config;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What policies said at their revisions, as far as it is known: in force, held for grants that are pinned to it, or
 * remembered by the registry. Each has the name and the text of its policy. Thread-safe; blocks.
 */
public final class PolicyRevisions {
    private final Function<String, List<Resource>> remembered;

    PolicyRevisions(Function<String, List<Resource>> remembered) {
        this.remembered = remembered;
    }

    /** Of a registry that is asked for its earlier ones, with patience. */
    static PolicyRevisions of(Registry registry, Duration patience) {
        return new PolicyRevisions(policy -> wait(registry.revisions(policy), patience));
    }

    /** Of a registry that remembers no earlier ones. */
    static PolicyRevisions none() {
        return new PolicyRevisions(policy -> List.of());
    }

    /** The same, asking the registry once for each policy at most. Confined to one reading. */
    PolicyRevisions once() {
        Map<String, List<Resource>> read = new HashMap<>();
        return new PolicyRevisions(policy -> read.computeIfAbsent(policy, remembered));
    }

    /**
     * All that are known of one policy, the newest first.
     *
     * @throws StateUnavailableException if the earlier ones cannot be read now
     */
    List<Resource> of(String policy, Registry.Snapshot stored) {
        TreeMap<Long, Resource> known = new TreeMap<>(Comparator.reverseOrder());
        Stream.concat(
                        stored.resources().values().stream().flatMap(resource -> pinned(policy, resource)),
                        Stream.concat(
                                remembered.apply(policy).stream(),
                                Stream.ofNullable(
                                        stored.resources().get(new Resource.Id(Resource.Kind.POLICY, policy)))))
                .forEach(one -> known.put(one.revision(), one));
        return List.copyOf(known.values());
    }

    /**
     * One of them; looks no further than where it finds it.
     *
     * @throws StateUnavailableException as {@link #of}
     */
    Optional<Resource> find(PolicyReference wanted, Registry.Snapshot stored) {
        Resource inForce = stored.resources().get(new Resource.Id(Resource.Kind.POLICY, wanted.name()));
        if (inForce != null && inForce.revision() == wanted.revision()) {
            return Optional.of(inForce);
        }
        return Optional.ofNullable(stored.resources().get(wanted.id())).stream()
                .flatMap(pin -> pinned(wanted.name(), pin))
                .findFirst()
                .or(() -> remembered.apply(wanted.name()).stream()
                        .filter(earlier -> earlier.revision() == wanted.revision())
                        .findFirst());
    }

    private static Stream<Resource> pinned(String policy, Resource resource) {
        return PolicyReference.isPin(resource.id())
                ? PolicyReference.parse(resource.name())
                        .filter(pin -> pin.name().equals(policy))
                        .stream()
                        .map(pin -> new Resource(
                                resource.kind(), policy, resource.json(), pin.revision(), resource.origin()))
                : Stream.empty();
    }

    private static List<Resource> wait(CompletionStage<List<Resource>> answer, Duration patience) {
        try {
            return answer.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof StateUnavailableException unavailable
                    ? unavailable
                    : new StateUnavailableException("the revisions of a policy could not be read", failure);
        } catch (TimeoutException silent) {
            throw new StateUnavailableException("the revisions of a policy were not read in time", silent);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("the node is closing", closing);
        }
    }
}
