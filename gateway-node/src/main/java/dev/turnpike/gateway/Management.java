package dev.turnpike.gateway;

import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.approvals.Caretaker;
import dev.turnpike.gateway.approvals.StepRecorder;
import dev.turnpike.gateway.audit.OwnTrail;
import dev.turnpike.gateway.config.LiveOperators;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.RegistryEditor;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.Webhook;
import dev.turnpike.gateway.http.NodeStatus;
import dev.turnpike.gateway.http.admin.AdminApi;
import dev.turnpike.gateway.http.admin.ApprovalStream;
import dev.turnpike.gateway.http.admin.Counting;
import dev.turnpike.gateway.http.admin.Editing;
import dev.turnpike.gateway.http.admin.OperatorAccess;
import dev.turnpike.gateway.http.admin.RecordRoutes;
import dev.turnpike.gateway.http.console.Console;
import dev.turnpike.gateway.webhook.SystemResolver;
import dev.turnpike.gateway.webhook.Webhooks;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The second half of the composition root: what a node has for its operators. */
final class Management {
    private static final Duration EDIT_PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Shared shared;
    private final LiveOperators operators;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Supplier<NodeStatus> status;
    private final Opening parts;
    private final Approvals approvals;
    private final ApprovalJson json;
    private final Webhooks webhooks;

    /** Parts are closed with the node, the last opened first. */
    interface Opening {
        <T extends AutoCloseable> T opened(T part);
    }

    /**
     * Looks after approvals from now on.
     *
     * @param told the webhooks that hear of them
     * @param status how the node is at the moment
     */
    Management(
            Vertx vertx,
            Shared shared,
            LiveOperators operators,
            Secrets secrets,
            List<Webhook> told,
            InstantSource clock,
            Supplier<NodeStatus> status,
            Opening parts) {
        this.vertx = vertx;
        this.shared = shared;
        this.operators = operators;
        this.secrets = secrets;
        this.clock = clock;
        this.status = status;
        this.parts = parts;
        this.approvals = new Approvals(shared.state().approvals(), shared.directory());
        this.json = new ApprovalJson(approvals::isVoid, shared.consent().url());
        this.webhooks = parts.opened(Webhooks.open(
                vertx, told, secrets, parts.opened(new SystemResolver(vertx)), json, shared.meters(), clock));
        lookAfterApprovals();
    }

    Approvals approvals() {
        return approvals;
    }

    /** Adds the admin API and the console. */
    void mount(Router router) {
        OperatorAccess access = new OperatorAccess(
                operators::current,
                token -> shared.directory().current().grantByHash(token).isPresent(),
                clock);
        ApprovalStream stream = parts.opened(new ApprovalStream(vertx, approvals, json, access));
        RecordRoutes records = new RecordRoutes(
                vertx,
                Recordkeeping.nodeName(shared.config()),
                shared.config().audit().map(NodeConfig.Audit::file).map(OwnTrail::new));
        new AdminApi(vertx, access, approvals, json, stream, editing(), counting(), records, status).mount(router);
        new Console(
                        vertx,
                        access,
                        approvals,
                        json,
                        shared.consent().seal(),
                        clock,
                        shared.config().admin().consoleUrl(),
                        shared.config().tls().management().isPresent())
                .mount(router);
    }

    /** Secrets in files are rotated in place; reading them blocks. */
    void refreshSecrets() {
        operators.refresh();
        webhooks.lookUp(secrets);
    }

    private Counting counting() {
        return new Counting(
                shared.state().ledger(),
                shared.directory()::current,
                shared.near(),
                shared.recording().audit(),
                shared.meters(),
                clock);
    }

    private Editing editing() {
        RegistryEditor editor = new RegistryEditor(shared.state().registry(), secrets, EDIT_PATIENCE);
        return new Editing(shared.state().registry(), editor, shared.recording().audit(), shared.meters(), clock);
    }

    /** Records the steps of approvals, and has the webhooks told. */
    private void lookAfterApprovals() {
        StepRecorder recorder = new StepRecorder(shared.recording().audit(), shared.meters(), this::isKnown);
        parts.opened(new Caretaker(shared.state().approvals(), approvals, recorder, webhooks, shared.meters(), clock));
    }

    /** Whether a policy or an upstream names the tool. */
    private boolean isKnown(Question question) {
        return shared.tools().knows(question.server(), question.tool())
                || shared.directory()
                        .current()
                        .grant(question.grant())
                        .filter(grant -> grant.policy().names(question.tool()))
                        .isPresent();
    }
}
