package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.gateway.config.Directory;
import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.policy.Limit;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.Scope;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The limits in force that spend from the counters of one owner.
 *
 * @param known whether there is such a grant or server
 */
public record OwnerLimits(boolean known, List<Limit> limits) {
    public OwnerLimits {
        limits = List.copyOf(limits);
    }

    /** Those of an owner. */
    public static OwnerLimits of(CounterOwner owner, Directory directory) {
        return switch (owner.kind()) {
            case GRANT ->
                new OwnerLimits(
                        directory.grant(owner.id()).isPresent(),
                        limits(directory.grant(owner.id()).stream(), Scope.GRANT, Scope.SESSION));
            case SERVER ->
                new OwnerLimits(
                        directory.server(owner.id()).isPresent(),
                        limits(
                                directory.grants().stream()
                                        .filter(grant -> grant.server().equals(owner.id())),
                                Scope.SERVER));
            case CLUSTER -> new OwnerLimits(/* known= */ true, limits(directory.grants().stream(), Scope.CLUSTER));
        };
    }

    /** Their counters; of sessions, that of all calls without a session. */
    public List<Counter> counters() {
        return limits.stream()
                .map(limit -> counter(limit, Sessions.NONE))
                .distinct()
                .toList();
    }

    /** The most that a counter may hold, if a limit in force says so: of several, the least. */
    public OptionalLong maxMicros(Counter counter) {
        return limits.stream()
                .filter(limit -> counter(limit, counter.session()).equals(counter))
                .mapToLong(Limit::maxMicros)
                .min();
    }

    /** The counter that a limit spends from. */
    static Counter counter(Limit limit, String session) {
        return new Counter(
                limit.counter(),
                limit.scope() == Scope.SESSION ? session : "",
                limit.window(),
                limit.algorithm(),
                limit.shadow());
    }

    private static List<Limit> limits(Stream<Grant> grants, Scope... scopes) {
        Set<Scope> some = Set.of(scopes);
        return grants.map(Grant::policy)
                .distinct()
                .map(Policy::limits)
                .flatMap(List::stream)
                .filter(limit -> some.contains(limit.scope()))
                .toList();
    }
}
