package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.gateway.audit.AdminRecord;
import dev.turnpike.gateway.audit.AuditSink;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.Edit;
import dev.turnpike.gateway.config.NotPermittedException;
import dev.turnpike.gateway.config.OutdatedException;
import dev.turnpike.gateway.config.Plan;
import dev.turnpike.gateway.config.PolicyReference;
import dev.turnpike.gateway.config.RegistryEditor;
import dev.turnpike.gateway.config.UnstoredException;
import dev.turnpike.gateway.metrics.Meters;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edits of the documents, and the record of who did what. Thread-safe. */
public final class Editing {
    private static final Logger LOG = LoggerFactory.getLogger(Editing.class);
    private static final long KEEPING_SECONDS = 5;

    private final Registry registry;
    private final RegistryEditor editor;
    private final AuditSink audit;
    private final Meters meters;
    private final InstantSource clock;

    /** Edits of this registry. */
    public Editing(Registry registry, RegistryEditor editor, AuditSink audit, Meters meters, InstantSource clock) {
        this.registry = registry;
        this.editor = editor;
        this.audit = audit;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Who asks for an edit, and how.
     *
     * @param action {@code apply}, {@code write}, {@code restore} or {@code remove}
     */
    record Asked(String operator, String action, String requestId) {}

    Registry.Snapshot snapshot() {
        return registry.snapshot();
    }

    /** What is known of a policy at its revisions, the newest first. Blocks. */
    List<Resource> revisions(String policy) {
        return editor.revisions(policy);
    }

    /** A policy at one revision, if that is known. Blocks. */
    Optional<Resource> revision(PolicyReference policy) {
        return editor.revision(policy);
    }

    /** What the edit would do. Blocks. */
    Plan plan(Edit edit) {
        return editor.plan(edit);
    }

    /** Does it, and records that. Blocks. */
    Plan carryOut(Edit edit, Asked asked) {
        AtomicReference<@Nullable Plan> attempted = new AtomicReference<>();
        String result = "failed";
        try {
            Plan done = editor.carryOut(edit, attempted::set);
            result = attempted.get() == null ? "unchanged" : "applied";
            if (attempted.get() != null) {
                record(asked, "applied", done);
            }
            return done;
        } catch (UnstoredException unstored) {
            Plan plan = attempted.get();
            if (plan != null && !unstored.isNothingDone()) {
                result = "unknown";
                record(asked, "unknown", plan);
            }
            throw unstored;
        } catch (OutdatedException outdated) {
            result = "outdated";
            throw outdated;
        } catch (ConfigException | NotPermittedException refused) {
            result = "refused";
            throw refused;
        } finally {
            meters.adminChange(asked.action(), result);
        }
    }

    private void record(Asked asked, String outcome, Plan plan) {
        List<AdminRecord.Document> documents = Stream.of(plan.created(), plan.changed(), plan.removed())
                .flatMap(List::stream)
                .map(step -> new AdminRecord.Document(
                        step.id().kind().name().toLowerCase(Locale.ROOT),
                        step.id().name(),
                        step.before(),
                        step.after()))
                .toList();
        CountDownLatch kept = new CountDownLatch(1);
        audit.accept(
                new AdminRecord(
                        clock.instant(),
                        asked.operator(),
                        asked.action(),
                        outcome,
                        plan.revision(),
                        documents,
                        asked.requestId()),
                kept::countDown);
        await(kept);
    }

    /** The operator hears of a change when it is recorded; or later, should the disk be that slow. */
    private static void await(CountDownLatch kept) {
        try {
            if (!kept.await(KEEPING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the record of an operator's change is not written yet");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
