package dev.turnpike.gateway.http.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.ApprovalDesk.Which;
import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.testing.RecordingUpstream;
import dev.turnpike.gateway.testing.TestGateway;
import dev.turnpike.gateway.testing.TestOperators;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Cookie;

/** The console in a real browser, at a real node. */
@Timeout(120)
class ConsoleIT {
    private static final String CAROL = TestOperators.token("carol");
    private static final String POLICY = """
            {"version":"1","default":"deny","tools":{
              "pay":{"action":"require_approval","reason":"Payments need a person.","approval":{"mode":"retry"},
                     "require":[{"path":"args.amount","op":"lte","value":1000}]}}}""";

    @TempDir
    static Path profile;

    private static Browser browser;

    private Path operators = Path.of(".");
    private RecordingUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    static void openBrowser() {
        browser = new Browser(profile);
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        operators = directory;
        upstream = new RecordingUpstream();
        upstream.answers(exchange -> exchange.json("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}"));
        gateway = TestGateway.start(
                Files.createDirectory(directory.resolve("resources")),
                upstream,
                POLICY,
                Map.of("operators", TestOperators.write(directory, "carol").toString()));
        browser.open(url("/console/sign-in")); // cookies belong to the host, whatever its port
        browser.forget();
        browser.complaints();
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void aWrongTokenIsRefusedAndTheRightOneLeadsToTheList() {
        ask("{\"amount\":1}");
        browser.open(url("/console/"));
        assertThat(browser.url()).isEqualTo(url("/console/sign-in"));
        signInAs("tpo_wrong-wrong-wrong-wrong-wrong-wrong-wrong-00");
        assertThat(browser.text("#error")).isEqualTo("no operator has this token");
        assertThat(browser.cookie("turnpike-console")).isNull();

        signInAs(CAROL);
        assertThat(browser.url()).isEqualTo(url("/console/"));
        assertThat(browser.text("table"))
                .contains("pay on kestra")
                .contains("alice")
                .contains("Payments need a person.");
        assertThat(browser.has("meta[http-equiv=refresh]")).isTrue();
        Cookie cookie = requireNonNull(browser.cookie("turnpike-console"));
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/console");
        assertThat(cookie.getValue()).startsWith("tp1.").doesNotContain("carol");

        browser.follow(".who button");
        assertThat(browser.url()).isEqualTo(url("/console/sign-in"));
        browser.open(url("/console/"));
        assertThat(browser.url()).isEqualTo(url("/console/sign-in"));
    }

    @Test
    void whatIsApprovedRunsOnce() {
        String id = ask("{\"amount\":12.50,\"to\":\"a\"}");
        browser.open(url("/console/approvals/" + id));
        signInAs(CAROL); // and is led back to the approval
        assertThat(browser.url()).isEqualTo(url("/console/approvals/" + id));
        assertThat(browser.text("#asked")).isEqualTo("{\n  \"amount\" : 12.50,\n  \"to\" : \"a\"\n}");
        browser.type("#note", "go on\nplease");
        browser.follow("#approve");

        assertThat(browser.url()).isEqualTo(url("/console/approvals/" + id));
        assertThat(browser.text("#state")).isEqualTo("approved");
        assertThat(browser.text(".steps")).contains("approved carol").contains("go on\nplease");
        assertThat(browser.has("#approve")).isFalse();
        call("{\"amount\":12.50,\"to\":\"a\"}");
        assertThat(upstream.received()).hasSize(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsDeniedIsDeniedWithItsNote() {
        String id = ask("{\"amount\":1}");
        show(id);
        browser.type("#note", "not today");
        browser.follow("#deny");

        assertThat(browser.text("#state")).isEqualTo("denied");
        assertThat(call("{\"amount\":1}")).contains("not today");
        browser.open(url("/console/"));
        assertThat(browser.text()).contains("Nobody waits for an approval").contains("denied");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsEditedRunsAsEdited() {
        String id = ask("{\"amount\":900}");
        show(id);
        browser.click("summary");
        browser.type("#edit-arguments", "{\"amount\": 5");
        browser.type("#edit-note", "less");
        browser.follow("#approve-edited");
        assertThat(browser.has("#edit-error")).isTrue();
        assertThat(browser.value("#edit-arguments")).isEqualTo("{\"amount\": 5");
        assertThat(browser.value("#edit-note")).isEqualTo("less");

        browser.type("#edit-arguments", "{\"amount\": 5000}");
        browser.follow("#approve-edited");
        assertThat(browser.text("#edit-error")).contains("the policy refuses these arguments");

        browser.type("#edit-arguments", "{\"amount\": 5}");
        browser.follow("#approve-edited");
        assertThat(browser.text("#state")).isEqualTo("approved");
        assertThat(browser.text("#edited")).isEqualTo("{\n  \"amount\" : 5\n}");
        call("{\"amount\":900}");
        assertThat(upstream.received().get(0).body().toString()).contains("\"amount\":5}");
    }

    @Test
    void whoMayNotDecideSeesNeitherArgumentsNorButtons() {
        String id = ask("{\"amount\":471,\"to\":\"erika-mustermann\"}");
        browser.open(url("/console/approvals/" + id));
        signInAs(TestOperators.token(Role.VIEWER));

        assertThat(browser.text())
                .contains("pay")
                .contains("Only approvers see them.")
                .doesNotContain("erika-mustermann");
        assertThat(browser.has("#approve")).isFalse();
        assertThat(browser.has("#edit-arguments")).isFalse();
    }

    @Test
    void aFormThatIsNotOursIsRefused() throws Exception {
        String id = ask("{\"amount\":1}");
        show(id);
        String cookie = sessionCookie();
        String token = browser.value("input[name=form]");
        String own = url("");

        assertThat(post(id, cookie, own, "same-origin", "revision=1")).isEqualTo(403);
        assertThat(post(id, cookie, own, "same-origin", "revision=1&form=" + "A".repeat(24)))
                .isEqualTo(403);
        assertThat(post(id, cookie, "https://evil.example", "cross-site", "revision=1&form=" + token))
                .isEqualTo(403);
        assertThat(post(id, cookie, "http://127.0.0.1:1", "same-site", "revision=1&form=" + token))
                .isEqualTo(403);
        assertThat(post(id, cookie, "", "", "revision=1&form=" + token)).isEqualTo(403);
        assertThat(post(id, "", own, "same-origin", "revision=1&form=" + token)).isEqualTo(403);
        assertThat(post(id, cookie + "x", own, "same-origin", "revision=1&form=" + token))
                .isEqualTo(403);
        assertThat(state(id)).isEqualTo(Approval.State.PENDING);
        assertThat(post(id, cookie, own, "same-origin", "revision=1&form=" + token))
                .isEqualTo(303);
        assertThat(state(id)).isEqualTo(Approval.State.APPROVED);
    }

    /** A page of another port of this host, which is the same site to cookies. */
    @Test
    void aPageFromElsewhereCannotSendOurForms() {
        String id = ask("{\"amount\":1}");
        show(id);
        String token = browser.value("input[name=form]");
        upstream.answers(exchange -> exchange.request()
                .response()
                .putHeader("Content-Type", "text/html")
                .end("<form method=post action=\"%s\"><input name=form value=\"%s\"><input name=revision value=1>"
                                .formatted(url("/console/approvals/" + id + "/approve"), token)
                        + "<button id=go>go</button></form>"));
        browser.open(upstream.url());
        browser.follow("#go");

        assertThat(browser.text()).doesNotContain("approved");
        assertThat(state(id)).isEqualTo(Approval.State.PENDING);
    }

    @Test
    void whatAnAgentWroteIsTextAndWhatIsInvisibleIsSeen() {
        String id =
                ask("{\"amount\":1,\"to\":\"</pre><script>window.hit=1</script><img src=x onerror='window.hit=1'>\","
                        + "\"note\":\"\u202eevil\u200b\"}");
        show(id);

        assertThat(browser.text("#asked"))
                .contains("</pre><script>window.hit=1</script><img src=x onerror='window.hit=1'>")
                .contains("\\u202eevil\\u200b");
        assertThat(browser.has("main script")).isFalse();
        assertThat(browser.has("main img")).isFalse();
        assertThat(browser.isTrue("window.hit === undefined")).isTrue();
        assertThat(browser.complaints()).isEmpty();

        // The page's own policy would stop a script that got through.
        browser.run("const s = document.createElement('script'); s.textContent = 'window.hit = 1';"
                + " document.body.append(s);");
        assertThat(browser.isTrue("window.hit === undefined")).isTrue();
        assertThat(browser.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    /** Browsers leave a strict cookie out then, though the person is signed in. */
    @Test
    void aLinkFromElsewhereLeadsToTheApproval() {
        String id = ask("{\"amount\":1}");
        show(id);
        upstream.answers(exchange -> exchange.request()
                .response()
                .putHeader("Content-Type", "text/html")
                .end("<a id=go href=\"" + url("/console/approvals/" + id) + "\">go</a>"));
        browser.open(upstream.url().replace("127.0.0.1", "localhost"));
        browser.follow("#go");
        await().until(() -> browser.has("#approve"));
    }

    @Test
    void aSessionEndsWhenTheOperatorIsRemoved() throws Exception {
        show(ask("{\"amount\":1}"));
        TestOperators.write(operators, "someone-else");
        await().until(() -> {
            browser.open(url("/console/"));
            return browser.url().equals(url("/console/sign-in"));
        });
    }

    @Test
    void whoTriesTokensHasToWait() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(send("/console/sign-in", "", url(""), "same-origin", "token=tpo_" + i))
                    .isEqualTo(401);
        }
        assertThat(send("/console/sign-in", "", url(""), "same-origin", "token=" + CAROL))
                .isEqualTo(429);
    }

    @Test
    void someoneElseMayHaveDecidedMeanwhile() throws Exception {
        String id = ask("{\"amount\":1}");
        show(id);
        String form = browser.value("input[name=form]");
        assertThat(post(id, sessionCookie(), url(""), "same-origin", "revision=1&form=" + form))
                .isEqualTo(303);
        browser.type("#note", "no");
        browser.follow("#deny");

        assertThat(browser.text("#error")).isEqualTo("it is approved already");
        assertThat(state(id)).isEqualTo(Approval.State.APPROVED);
    }

    private void show(String id) {
        browser.open(url("/console/approvals/" + id));
        signInAs(CAROL);
    }

    private void signInAs(String token) {
        browser.type("#token", token);
        browser.follow("main button");
    }

    private static String sessionCookie() {
        return "turnpike-console="
                + requireNonNull(browser.cookie("turnpike-console")).getValue();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + gateway.node().managementPort() + path;
    }

    /** Makes a call that needs a person; the approval's id. */
    private String ask(String arguments) {
        call(arguments);
        List<Approval> pending = gateway.node()
                .approvals()
                .list(Which.PENDING)
                .toCompletableFuture()
                .join();
        return pending.get(pending.size() - 1).id();
    }

    private String call(String arguments) {
        return gateway.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"pay\","
                        + "\"arguments\":" + arguments + "}}")
                .body();
    }

    private Approval.State state(String id) {
        return gateway.node()
                .approvals()
                .find(id)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .state();
    }

    private int post(String id, String cookie, String origin, String site, String form) throws Exception {
        return send("/console/approvals/" + id + "/approve", cookie, origin, site, form);
    }

    private int send(String path, String cookie, String origin, String site, String form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", Form.TYPE)
                .POST(HttpRequest.BodyPublishers.ofString(form));
        Stream.of(List.of("Cookie", cookie), List.of("Origin", origin), List.of("Sec-Fetch-Site", site))
                .filter(header -> !header.get(1).isEmpty())
                .forEach(header -> request.header(header.get(0), header.get(1)));
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
