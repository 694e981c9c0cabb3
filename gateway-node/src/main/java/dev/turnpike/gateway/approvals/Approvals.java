package dev.turnpike.gateway.approvals;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.StateUnavailableException;
import dev.turnpike.gateway.config.Directory;
import dev.turnpike.gateway.config.Grant;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The approvals as people see and decide them. Thread-safe; never blocks. Stages may complete on any thread, and fail
 * with {@link dev.turnpike.clusterstate.StateUnavailableException} where the approvals cannot be reached.
 */
public final class Approvals {
    private final ApprovalDesk desk;
    private final LiveDirectory directory;

    public Approvals(ApprovalDesk desk, LiveDirectory directory) {
        this.desk = desk;
        this.directory = directory;
    }

    /**
     * A person's decision.
     *
     * @param id of the approval
     * @param approve yes or no
     * @param arguments what shall run instead of what was asked; only with yes
     * @param basedOn the revision that the person saw, or {@link Motion.Decide#ANY_REVISION}
     */
    public record Verdict(String id, boolean approve, String note, Optional<ObjectNode> arguments, long basedOn) {
        public Verdict {
            requireNonNull(id, "id");
            requireNonNull(note, "note");
            requireNonNull(arguments, "arguments");
            if (note.length() > ApprovalStep.LONGEST_NOTE) {
                throw new IllegalArgumentException(
                        "note: " + note.length() + " characters (expected: at most " + ApprovalStep.LONGEST_NOTE + ")");
            }
        }
    }

    /** The oldest first, without arguments. */
    public CompletionStage<List<Approval>> list(ApprovalDesk.Which which) {
        return desk.list(which);
    }

    /** One approval with its arguments, for approvers only. */
    public CompletionStage<Optional<Approval>> find(String id) {
        return desk.put(new Motion.Look(id)).thenApply(Ruling::approval);
    }

    /** Hears of changes; see {@link ApprovalDesk#watch}. */
    public ApprovalDesk.Watch watch(Consumer<Approval> watcher) {
        return desk.watch(watcher);
    }

    /** Whether nothing may come of it any more: its policy was edited, or its grant is gone, disabled or another's. */
    public boolean isVoid(Approval approval) {
        return grant(approval.question()) == null;
    }

    /**
     * Why nothing may come of it any more, in words, if this node can be sure: a node that lags behind knows an older
     * policy than the one by which another node asked.
     */
    Optional<String> whyVoid(Approval approval) {
        Question question = approval.question();
        Directory current = directory.current();
        Optional<Grant> grant = current.grant(question.grant())
                .filter(some -> !some.disabled()
                        && some.server().equals(question.server())
                        && some.policyName().equals(Optional.of(question.policy())));
        if (grant.isEmpty()) {
            return current.revision() > question.policyRevision()
                    ? Optional.of("the grant is gone, disabled or another's")
                    : Optional.empty();
        }
        if (grant.get().policyRevision() == question.policyRevision()) {
            return Optional.empty();
        }
        if (grant.get().policyRevision() > question.policyRevision()) {
            return Optional.of("the policy was edited");
        }
        return grant.get().revision() > question.policyRevision()
                ? Optional.of("the grant was bound to an earlier revision of the policy")
                : Optional.empty();
    }

    /** Decides. The same person may approve with arguments of their own: those are judged by the policy again. */
    public CompletionStage<Decided> decide(Approver approver, Verdict verdict) {
        return desk.put(new Motion.Look(verdict.id()))
                .thenCompose(found -> found.approval()
                        .map(approval -> decide(approver, verdict, approval))
                        .orElseGet(() -> no(Decided.Kind.UNKNOWN, "no approval has this id", null)));
    }

    private CompletionStage<Decided> decide(Approver approver, Verdict verdict, Approval approval) {
        Question question = approval.question();
        if (isAskedBy(approver, question)) {
            return no(Decided.Kind.OWN_REQUEST, "nobody approves with the token that asked", approval);
        }
        Grant grant = grant(question);
        if (verdict.approve() && grant == null && approval.state() == Approval.State.PENDING) {
            return no(
                    Decided.Kind.VOID,
                    "the policy was edited or the grant changed since the call was made; it has to be made again",
                    approval);
        }
        Optional<Approval.Edit> edit = Optional.empty();
        if (verdict.arguments().isPresent() && grant != null) {
            ObjectNode arguments = verdict.arguments().get();
            Optional<String> refused = refusal(grant, question, arguments);
            if (refused.isPresent()) {
                return no(Decided.Kind.EDIT_REFUSED, refused.get(), approval);
            }
            edit = Optional.of(edit(question, arguments));
        }
        return desk.put(new Motion.Decide(
                        verdict.id(),
                        UUID.randomUUID().toString(),
                        verdict.approve(),
                        approver.name(),
                        verdict.note(),
                        edit,
                        verdict.basedOn()))
                .thenApply(Approvals::decided);
    }

    private static Approval.Edit edit(Question question, ObjectNode arguments) {
        return new Approval.Edit(
                arguments.toString(),
                Fingerprint.of(
                        question.grant(),
                        question.server(),
                        question.tool(),
                        question.rule(),
                        question.policy(),
                        question.policyRevision(),
                        arguments));
    }

    /** Why the policy would not let these arguments through, whoever approves. */
    private static Optional<String> refusal(Grant grant, Question question, ObjectNode arguments) {
        if (arguments.toString().length() > Question.LONGEST_ARGUMENTS) {
            return Optional.of("the arguments are longer than " + Question.LONGEST_ARGUMENTS + " characters");
        }
        Decision decision = grant.policy().decide(question.tool(), arguments);
        return decision.<Optional<Refusal>>fold(
                        allow -> Optional.empty(), deny -> Optional.of(deny.refusal()), ask -> Optional.empty())
                .map(refusal -> "the policy refuses these arguments by " + refusal.rule() + ": " + refusal.message());
    }

    private boolean isAskedBy(Approver approver, Question question) {
        return directory
                .current()
                .grantByHash(approver.token())
                .filter(grant -> grant.name().equals(question.grant()))
                .isPresent();
    }

    /** The grant that asked, if it still is what it was. */
    private @Nullable Grant grant(Question question) {
        return directory
                .current()
                .grant(question.grant())
                .filter(grant -> !grant.disabled()
                        && grant.server().equals(question.server())
                        && grant.policyRevision() == question.policyRevision()
                        && grant.policyName().equals(Optional.of(question.policy())))
                .orElse(null);
    }

    private static CompletionStage<Decided> no(Decided.Kind kind, String message, @Nullable Approval approval) {
        return CompletableFuture.completedStage(new Decided(kind, message, Optional.ofNullable(approval)));
    }

    private static Decided decided(Ruling ruling) {
        return switch (ruling.kind()) {
            case DONE -> new Decided(Decided.Kind.COUNTS, "", ruling.approval());
            case SAME_PERSON ->
                new Decided(Decided.Kind.SAME_PERSON, "you agreed before; another person must, too", ruling.approval());
            case MOVED ->
                new Decided(Decided.Kind.MOVED, "it changed since you saw it; look at it again", ruling.approval());
            case UNKNOWN -> new Decided(Decided.Kind.UNKNOWN, "no approval has this id", ruling.approval());
            case FULL -> throw new StateUnavailableException("its earlier steps are not recorded yet; try again");
            case ALREADY_DECIDED, GRANTED, PENDING, DENIED, EXPIRED, SPENT ->
                new Decided(
                        Decided.Kind.ALREADY_DECIDED,
                        "it is "
                                + ruling.approval()
                                        .map(approval -> approval.state().name().toLowerCase(Locale.ROOT))
                                        .orElse("decided")
                                + " already",
                        ruling.approval());
        };
    }
}
