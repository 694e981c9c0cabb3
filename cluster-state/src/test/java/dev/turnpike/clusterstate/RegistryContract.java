package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turnpike.clusterstate.Registry.Snapshot;
import dev.turnpike.clusterstate.Resource.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every registry promises. */
public interface RegistryContract {
    /** A registry without documents. */
    Registry registry();

    @Test
    default void startsEmpty() {
        assertThat(registry().snapshot().resources()).isEmpty();
        assertThat(registry().snapshot().revision()).isZero();
    }

    @Test
    default void anAcknowledgedChangeIsInTheSnapshot() throws Exception {
        Resource server = document(Resource.Kind.SERVER, "kestra", "{}");
        Resource grant = document(Resource.Kind.GRANT, "kestra", "{\"a\":1}");

        Snapshot acknowledged = await(registry().apply(List.of(server, grant), Set.of()));

        assertThat(registry().snapshot()).isEqualTo(acknowledged);
        assertThat(acknowledged.resources()).containsOnlyKeys(server.id(), grant.id());
        assertThat(acknowledged.resources().get(grant.id()))
                .isEqualTo(new Resource(Resource.Kind.GRANT, "kestra", "{\"a\":1}", acknowledged.revision()));
    }

    @Test
    default void onlyWhatDiffersGetsANewRevision() throws Exception {
        Resource a = document(Resource.Kind.POLICY, "a", "{}");
        Resource b = document(Resource.Kind.POLICY, "b", "{}");
        long first = await(registry().apply(List.of(a, b), Set.of())).revision();

        long same = await(registry().apply(List.of(a, b), Set.of())).revision();
        Snapshot changed = await(registry().apply(List.of(a, document(b.kind(), "b", "[]")), Set.of()));

        assertThat(same).isEqualTo(first);
        assertThat(changed.revision()).isGreaterThan(first);
        assertThat(revision(changed, a)).isEqualTo(first);
        assertThat(revision(changed, b)).isEqualTo(changed.revision());
    }

    @Test
    default void whatADirectoryHoldsIsKnownAsThatWhoeverBringsItAgain() throws Exception {
        Resource applied = new Resource(Resource.Kind.POLICY, "a", "{}", 0, Origin.APPLIED);
        Resource held = new Resource(Resource.Kind.POLICY, "a", "{}", 0, Origin.FILES);
        Resource edited = new Resource(Resource.Kind.POLICY, "a", "[]", 0, Origin.WRITTEN);
        long first = await(registry().apply(List.of(applied), Set.of())).revision();

        Snapshot found = await(registry().apply(List.of(held), Set.of()));
        Snapshot again = await(registry().apply(List.of(applied), Set.of()));
        Snapshot after = await(registry().apply(List.of(edited), Set.of()));

        assertThat(found.revision()).isGreaterThan(first);
        assertThat(found.resources().get(held.id()))
                .isEqualTo(new Resource(Resource.Kind.POLICY, "a", "{}", first, Origin.FILES));
        assertThat(again).isEqualTo(found);
        assertThat(after.resources().get(held.id()))
                .isEqualTo(new Resource(Resource.Kind.POLICY, "a", "[]", after.revision(), Origin.FILES));
    }

    @Test
    default void whatIsRemovedIsGoneAndRemovingNothingChangesNothing() throws Exception {
        Resource a = document(Resource.Kind.POLICY, "a", "{}");
        Resource b = document(Resource.Kind.POLICY, "b", "{}");
        long first = await(registry().apply(List.of(a), Set.of())).revision();

        Snapshot after = await(registry().apply(List.of(b), Set.of(a.id())));
        Snapshot again = await(registry().apply(List.of(), Set.of(a.id())));

        assertThat(after.resources()).containsOnlyKeys(b.id());
        assertThat(after.revision()).isGreaterThan(first);
        assertThat(again).isEqualTo(after);
    }

    @Test
    default void theRevisionInForceIsTheNewestThatIsRemembered() throws Exception {
        Resource a = document(Resource.Kind.POLICY, "a", "{}");
        await(registry().apply(List.of(a, document(Resource.Kind.GRANT, "a", "{}")), Set.of()));
        await(registry().apply(List.of(document(a.kind(), "a", "[]")), Set.of()));
        Snapshot now = await(registry().apply(List.of(document(Resource.Kind.POLICY, "b", "{}")), Set.of()));

        List<Resource> revisions = await(registry().revisions("a"));

        assertThat(revisions).first().isEqualTo(now.resources().get(a.id()));
        assertThat(revisions)
                .extracting(Resource::revision)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(revisions).allMatch(one -> one.id().equals(a.id()));
        assertThat(await(registry().revisions("none"))).isEmpty();
    }

    @Test
    default void aChangeThatContradictsItselfIsRefused() {
        Resource a = document(Resource.Kind.POLICY, "a", "{}");

        assertThatThrownBy(() -> registry().apply(List.of(a), Set.of(a.id())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`a`");
        assertThatThrownBy(() -> registry().apply(List.of(a, a), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry().snapshot().revision()).isZero();
    }

    @Test
    default void watchersSeeWholeChangesInOrder() throws Exception {
        List<Snapshot> seen = Collections.synchronizedList(new ArrayList<>());
        Resource server = document(Resource.Kind.SERVER, "s", "{}");
        Resource grant = document(Resource.Kind.GRANT, "g", "{}");

        try (Registry.Watch watch = registry().watch(seen::add)) {
            assertThat(watch).isNotNull();
            Snapshot both = await(registry().apply(List.of(server, grant), Set.of()));
            await(registry().apply(List.of(server, grant), Set.of()));
            Snapshot none = await(registry().apply(List.of(), Set.of(server.id(), grant.id())));

            assertThat(seen).element(0).extracting(Snapshot::revision).isEqualTo(0L);
            assertThat(seen).element(1).isEqualTo(both);
            assertThat(seen).last().isEqualTo(none);
            assertThat(seen).hasSize(3);
        }
    }

    @Test
    default void aWatchStartsWithWhatIsThereAndEndsWhenClosed() throws Exception {
        Snapshot before = await(registry().apply(List.of(document(Resource.Kind.SERVER, "s", "{}")), Set.of()));
        List<Snapshot> seen = Collections.synchronizedList(new ArrayList<>());

        registry().watch(seen::add).close();
        await(registry().apply(List.of(document(Resource.Kind.SERVER, "s", "[]")), Set.of()));

        assertThat(seen).containsExactly(before);
    }

    @Test
    default void aWatcherThatFailsHarmsNobody() throws Exception {
        List<Snapshot> seen = Collections.synchronizedList(new ArrayList<>());
        Registry.Watch failing = registry().watch(snapshot -> {
            throw new IllegalStateException("a watcher that fails, for the test");
        });
        try (failing;
                Registry.Watch watch = registry().watch(seen::add)) {
            assertThat(watch).isNotNull();
            Snapshot after = await(registry().apply(List.of(document(Resource.Kind.SERVER, "s", "{}")), Set.of()));

            assertThat(seen).last().isEqualTo(after);
        }
    }

    @Test
    default void aHandedOutSnapshotNeverChanges() throws Exception {
        Snapshot empty = registry().snapshot();

        await(registry().apply(List.of(document(Resource.Kind.SERVER, "s", "{}")), Set.of()));

        assertThat(empty.resources()).isEmpty();
    }

    private static Resource document(Resource.Kind kind, String name, String json) {
        return new Resource(kind, name, json, /* revision= */ 0);
    }

    private static long revision(Snapshot snapshot, Resource of) {
        return snapshot.resources().values().stream()
                .filter(resource -> resource.id().equals(of.id()))
                .findFirst()
                .orElseThrow()
                .revision();
    }
}
