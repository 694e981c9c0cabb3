package dev.turnpike.gateway.config;

import static java.util.Comparator.comparing;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Resource.Origin;
import dev.turnpike.gateway.policy.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an edit does, document by document.
 *
 * @param revision the registry's: before a plan is carried out the one that it was made for, afterwards the new one
 * @param tokens those that were made, to show once; none before it is carried out
 * @param warnings what should be looked at
 */
public record Plan(
        long revision,
        List<Step> created,
        List<Step> changed,
        List<Step> unchanged,
        List<Step> removed,
        List<IssuedToken> tokens,
        List<ConfigProblem> warnings) {
    /**
     * One document's part.
     *
     * @param before its revision; 0 if it was not there
     * @param after its revision; 0 if it goes, or is not stored yet
     */
    public record Step(Resource.Id id, long before, long after) {}

    public Plan {
        created = List.copyOf(created);
        changed = List.copyOf(changed);
        unchanged = List.copyOf(unchanged);
        removed = List.copyOf(removed);
        tokens = List.copyOf(tokens);
        warnings = List.copyOf(warnings);
    }

    /** Before it is carried out. */
    static Plan of(Change change, Registry.Snapshot stored) {
        return of(change, stored, Map.of(), stored.revision(), List.of());
    }

    /** After that. */
    static Plan done(Change change, Registry.Snapshot stored, Registry.Snapshot now) {
        return of(change, stored, now.resources(), now.revision(), change.issued());
    }

    private static Plan of(
            Change change,
            Registry.Snapshot stored,
            Map<Resource.Id, Resource> after,
            long revision,
            List<IssuedToken> tokens) {
        Map<Resource.Id, Resource> before = stored.resources();
        List<Step> created = new ArrayList<>();
        List<Step> changed = new ArrayList<>();
        for (Resource resource : change.changed()) {
            Step step = step(resource.id(), before, after);
            (step.before() == 0 ? created : changed).add(step);
        }
        Set<Resource.Id> written =
                Set.copyOf(change.changed().stream().map(Resource::id).toList());
        return new Plan(
                revision,
                sorted(created),
                sorted(changed),
                sorted(change.documents().stream()
                        .filter(id -> !written.contains(id))
                        .map(id -> step(id, before, before))
                        .toList()),
                sorted(change.removed().stream()
                        .map(id -> step(id, before, Map.of()))
                        .toList()),
                tokens,
                warnings(change, before));
    }

    private static List<ConfigProblem> warnings(Change change, Map<Resource.Id, Resource> before) {
        return Stream.concat(
                        change.warnings().stream(),
                        Stream.concat(change.changed().stream().map(Resource::id), change.removed().stream())
                                .filter(id ->
                                        before.containsKey(id) && before.get(id).origin() == Origin.FILES)
                                .map(Plan::isInFiles))
                .toList();
    }

    private static ConfigProblem isInFiles(Resource.Id id) {
        return new ConfigProblem(
                Document.kindText(id.kind()) + " " + id.name(),
                new Problem(
                        Problem.Severity.WARNING,
                        "",
                        "in the resources directory of a node as well",
                        Optional.of("change it there, too, or that node puts back its own when it starts"),
                        Optional.empty()));
    }

    private static Step step(Resource.Id id, Map<Resource.Id, Resource> before, Map<Resource.Id, Resource> after) {
        return new Step(id, revision(before.get(id)), revision(after.get(id)));
    }

    private static long revision(@Nullable Resource resource) {
        return resource == null ? 0 : resource.revision();
    }

    private static List<Step> sorted(Collection<Step> steps) {
        return steps.stream()
                .sorted(comparing((Step step) -> step.id().kind())
                        .thenComparing(step -> step.id().name()))
                .toList();
    }
}
