package dev.turnpike.gateway.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk;
import dev.turnpike.clusterstate.ApprovalDesk.Left;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.clusterstate.Ruling;
import dev.turnpike.clusterstate.memory.MemoryClusterState;
import dev.turnpike.gateway.approvals.ApprovalJson;
import dev.turnpike.gateway.approvals.Approvals;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.config.Operator;
import dev.turnpike.gateway.config.Operators;
import dev.turnpike.gateway.config.Secrets;
import dev.turnpike.gateway.config.TokenHash;
import dev.turnpike.gateway.testing.ManagementClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
final class ApprovalStreamTest {
    private static final Operator DAVE = new Operator("dave", Operator.Role.VIEWER, TokenHash.of("dave's"));

    private final Vertx vertx = Vertx.vertx();
    private final MemoryClusterState state = new MemoryClusterState(InstantSource.system());
    private final LiveDirectory directory = LiveDirectory.follow(state.registry(), new Secrets(Map.of()));
    private final AtomicReference<Operators> operators = new AtomicReference<>(new Operators(List.of(DAVE)));
    private final ApprovalStream stream = stream();
    private final HttpServer server = serve();
    private final List<HttpResponse<Stream<String>>> opened = new ArrayList<>();

    @AfterEach
    void close() {
        stream.close();
        opened.forEach(answer -> answer.body().close());
        directory.close();
        vertx.close().await();
    }

    @Test
    void newsThatGotLostAreFoundAtTheNextLook() {
        Iterator<String> events = events(open());
        Approval asked = ask("one");

        stream.look();

        assertThat(events.next()).contains(asked.id());
    }

    @Test
    void nobodyIsToldTwice() {
        Iterator<String> events = events(open());
        Approval first = ask("one");
        stream.look();
        stream.look();
        Approval second = ask("two");
        stream.look();

        assertThat(events.next()).contains(first.id());
        assertThat(events.next()).contains(second.id());
    }

    @Test
    void whoMayNoMoreIsShownNothingMore() {
        HttpResponse<Stream<String>> answer = open();
        operators.set(new Operators(List.of()));

        stream.look();

        assertThat(events(answer).hasNext()).isFalse();
        await().until(() -> stream.size() == 0);
    }

    @Test
    void whoGoesMakesRoom() {
        open().body().close();

        await().until(() -> stream.size() == 0);
    }

    @Test
    void thereAreOnlySoManyAtOnce() {
        for (int one = 0; one < ApprovalStream.MOST; one++) {
            assertThat(open().statusCode()).isEqualTo(200);
        }

        HttpResponse<Stream<String>> further = open();

        assertThat(further.statusCode()).isEqualTo(503);
        assertThat(further.headers().firstValue("Retry-After")).isPresent();
        opened.get(0).body().close();
        await().until(() -> open().statusCode() == 200);
    }

    private ApprovalStream stream() {
        Approvals approvals = new Approvals(new Silent(state.approvals()), directory);
        OperatorAccess access = new OperatorAccess(operators::get, token -> false, InstantSource.system());
        return new ApprovalStream(vertx, approvals, new ApprovalJson(approval -> false, id -> id), access);
    }

    private HttpServer serve() {
        Router router = Router.router(vertx);
        router.get("/stream").handler(request -> stream.open(request, DAVE)).failureHandler(ProblemReply::fail);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
    }

    private HttpResponse<Stream<String>> open() {
        HttpResponse<Stream<String>> answer = new ManagementClient(server.actualPort(), "").stream("/stream");
        opened.add(answer);
        return answer;
    }

    private static Iterator<String> events(HttpResponse<Stream<String>> answer) {
        return answer.body().filter(line -> line.startsWith("data: ")).iterator();
    }

    private Approval ask(String fingerprint) {
        Question question = new Question(
                fingerprint,
                "alice",
                "shop",
                "pay",
                "/tools/pay",
                "needs a person",
                "careful",
                1,
                "{}",
                new Question.Terms(60_000, 0, 1, 1));
        ApprovalDesk desk = state.approvals();
        return desk.put(new Motion.Ask(question, desk.newId("alice"), fingerprint))
                .toCompletableFuture()
                .join()
                .approval()
                .orElseThrow();
    }

    /** A desk whose news all get lost. */
    private record Silent(ApprovalDesk desk) implements ApprovalDesk {
        @Override
        public String newId(String grant) {
            return desk.newId(grant);
        }

        @Override
        public CompletionStage<Ruling> put(Motion motion) {
            return desk.put(motion);
        }

        @Override
        public CompletionStage<List<Approval>> list(Which which) {
            return desk.list(which);
        }

        @Override
        public CompletionStage<Set<String>> decided(Set<String> ids) {
            return desk.decided(ids);
        }

        @Override
        public CompletionStage<List<Approval>> tend(Left left) {
            return desk.tend(left);
        }

        @Override
        public Watch watch(Consumer<Approval> watcher) {
            return () -> {};
        }
    }
}
