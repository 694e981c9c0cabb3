package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryMovedException;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.audit.AdminRecord;
import dev.turnpike.gateway.audit.AuditRecord;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.Edit;
import dev.turnpike.gateway.config.OutdatedException;
import dev.turnpike.gateway.config.Plan;
import dev.turnpike.gateway.config.RegistryEditor;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.UnstoredException;
import dev.turnpike.gateway.metrics.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edits where the shared state is in trouble. */
final class EditingTest {
    private static final Editing.Asked ASKED = new Editing.Asked("carol", "apply", "id-1");
    private static final Edit EDIT = Edit.apply(
            "{\"kind\":\"Policy\",\"name\":\"p\",\"document\":{\"version\":\"1\",\"default\":\"deny\"}}",
            /* policiesOnly= */ false,
            /* prune= */ false,
            stored -> true);

    private final Troubled registry = new Troubled();
    private final List<AdminRecord> records = new ArrayList<>();
    private final Meters meters = new Meters();
    private final Editing editing = new Editing(
            registry,
            new RegistryEditor(registry, new Secrets(Map.of()), Duration.ZERO),
            new AuditSink() {
                @Override
                public void accept(AuditRecord record) {}

                @Override
                public void accept(AdminRecord record) {
                    records.add(record);
                }
            },
            meters,
            InstantSource.system());

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void aChangeOfWhichNobodyKnowsWhetherItIsInForceIsRecordedAsThat() {
        registry.troubles.add(new StateUnavailableException("silent"));

        assertThatThrownBy(() -> editing.carryOut(EDIT, ASKED)).isInstanceOf(UnstoredException.class);

        assertThat(records).hasSize(1);
        assertThat(records.get(0).outcome()).isEqualTo("unknown");
        assertThat(records.get(0).documents()).containsExactly(new AdminRecord.Document("policy", "p", 0, 0));
        assertThat(meters.scrape()).contains("turnpike_admin_changes_total{action=\"apply\",result=\"unknown\"} 1.0");
    }

    @Test
    void aChangeThatSurelyDidNotHappenIsToldAsThatAndIsNoRecord() {
        registry.troubles.add(new StateUnavailableException("store: down").beforeAnythingWasDone());

        UnstoredException unstored = catchThrowableOfType(UnstoredException.class, () -> editing.carryOut(EDIT, ASKED));

        assertThat(EditProblems.of(unstored).path("status").asInt()).isEqualTo(503);
        assertThat(EditProblems.of(unstored).path("detail").asText())
                .isEqualTo("nothing was changed, the shared state did not take it: store: down");
        assertThat(records).isEmpty();
        assertThat(meters.scrape()).contains("turnpike_admin_changes_total{action=\"apply\",result=\"failed\"} 1.0");
    }

    @Test
    void aRegistryThatMovedOnceIsPlannedForAnew() {
        registry.troubles.add(new RegistryMovedException(0, 1));

        Plan done = editing.carryOut(EDIT, ASKED);

        assertThat(done.created()).hasSize(1);
        assertThat(records).extracting(AdminRecord::outcome).containsExactly("applied");
    }

    @Test
    void aRegistryThatKeepsMovingIsLeftAlone() {
        registry.troubles.add(new RegistryMovedException(0, 1));
        registry.troubles.add(new RegistryMovedException(1, 2));

        OutdatedException outdated = catchThrowableOfType(OutdatedException.class, () -> editing.carryOut(EDIT, ASKED));

        assertThat(outdated.isConditional()).isFalse();
        assertThat(EditProblems.of(outdated).path("status").asInt()).isEqualTo(409);
        assertThat(records).isEmpty();
    }

    /** A registry whose next changes fail. */
    private static final class Troubled implements Registry {
        private final Registry good = new MemoryClusterState(InstantSource.system()).registry();
        private final Deque<RuntimeException> troubles = new ArrayDeque<>();

        @Override
        public Snapshot snapshot() {
            return good.snapshot();
        }

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public CompletionStage<Snapshot> apply(Collection<Resource> changed, Set<Resource.Id> removed, long basedOn) {
            RuntimeException trouble = troubles.poll();
            return trouble == null ? good.apply(changed, removed, basedOn) : CompletableFuture.failedStage(trouble);
        }

        @Override
        public CompletionStage<List<Resource>> revisions(String policy) {
            return good.revisions(policy);
        }

        @Override
        public Watch watch(Consumer<Snapshot> watcher) {
            return good.watch(watcher);
        }
    }
}
