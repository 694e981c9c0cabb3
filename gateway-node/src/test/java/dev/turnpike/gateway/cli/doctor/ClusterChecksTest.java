package dev.turnpike.gateway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.cli.doctor.Subject.Certificate;
import dev.turnpike.gateway.cli.doctor.Subject.MemberPort;
import dev.turnpike.gateway.cli.status.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the checks make of what nodes say. */
final class ClusterChecksTest {
    private final MadeUp cluster = new MadeUp();

    @Test
    void aClusterThatIsWellHasNeitherWarningsNorProblems() {
        Diagnosis diagnosis = Diagnosis.of(
                cluster.running(Map.of("10.0.0.1:5701", MemberPort.CLOSED), List.of(certificate(Duration.ofDays(90)))));

        assertThat(diagnosis.isWell()).as(diagnosis.json().toString()).isTrue();
        assertThat(diagnosis.lines())
                .filteredOn(line -> Diagnosis.kind(line.verdict()).equals("not checked"))
                .extracting(line -> line.check().name())
                .containsExactly(
                        "discovery", "documents", "tokens", "secret-files", "agent-url", "headers", "event-streams");
    }

    @Test
    void aSilentNodeIsAProblem() {
        problem("nodes", cluster.node("n1").silent("n2").running(), "n2 at http://n2:8081 does not answer: no answer");
    }

    @Test
    void aNodeThatIsNotReadyIsAProblem() {
        cluster.notReady = "stopping";
        problem("ready", cluster.running(), "n1 is not ready: stopping");
    }

    @Test
    void sizesThatGainNothingAreWarnedOf() {
        cluster.size = 2;
        warning("size", cluster.node("n1").running(), "two are no safer than one");
        MadeUp four = new MadeUp();
        four.size = 4;
        warning("size", four.running(), "3 must be there");
        MadeUp one = new MadeUp();
        one.size = 1;
        ok("size", one.running());
        ok("size", new MadeUp().running());
    }

    @Test
    void missingNodesAreAWarningAndTooFewAProblem() {
        cluster.members = 2;
        warning("quorum", cluster.running(), "n1 sees 2 of 3 nodes");
        MadeUp few = new MadeUp();
        few.members = 1;
        few.available = false;
        problem("quorum", few.running(), "can spend no limits");
        MadeUp many = new MadeUp();
        many.members = 4;
        problem("quorum", many.running(), "beyond 3 none counts towards the quorum");
    }

    @Test
    void missingCopiesAndLostStateAreWarnedOf() {
        cluster.safe = false;
        warning("copies", cluster.running(), "without a copy");
        MadeUp lost = new MadeUp();
        lost.lost = 2;
        warning("copies", lost.running(), "2 of 12 parts of the limits were lost");
    }

    @Test
    void differentVersionsAreWarnedOf() {
        cluster.node("n1");
        cluster.version = "1.1";
        warning("versions", cluster.node("n2").running(), "n1 1.0, n2 1.1");
    }

    @Test
    void settingsThatMustAgreeAreAProblemAndOthersAWarning() {
        cluster.node("n1");
        cluster.marks = Map.of("store", "aa", "max-body", "cc");
        warning("settings", cluster.node("n2").running(), "`max-body`");
        MadeUp broken = new MadeUp().node("n1");
        broken.marks = Map.of("store", "zz", "max-body", "bb");
        problem("settings", broken.node("n2").running(), "differ in `store`");
    }

    @Test
    void differentRevisionsAreAProblem() {
        cluster.node("n1");
        cluster.revision = 8;
        problem("documents-in-force", cluster.node("n2").running(), "n1 7, n2 8");
    }

    @Test
    void clocksAreComparedAsFarAsTheExchangesTell() {
        cluster.node("n1");
        cluster.aheadMillis = 100;
        ok("clocks", cluster.node("n2").running());

        MadeUp slight = new MadeUp().node("n1");
        slight.aheadMillis = -400;
        warning("clocks", slight.node("n2").running(), "n1 is 400 ms ahead of n2");

        MadeUp unsure = new MadeUp().node("n1");
        unsure.aheadMillis = 400;
        unsure.errorMillis = 300;
        ok("clocks", unsure.node("n2").running());

        MadeUp serious = new MadeUp().node("n1");
        serious.aheadMillis = 60_000;
        problem("clocks", serious.node("n2").running(), "n1 is 60000 ms behind n2");

        MadeUp here = new MadeUp();
        here.aheadMillis = 60_000;
        warning("clocks", here.running(), "n1 is 60000 ms ahead of this machine");
    }

    @Test
    void aMemberPortThatStrangersReachIsAProblem() {
        problem(
                "member-port",
                cluster.running(Map.of("10.0.0.1:5701", MemberPort.REACHED), List.of()),
                "10.0.0.1:5701 can be reached from here");
        ok("member-port", cluster.running(Map.of("10.0.0.1:5701", MemberPort.OF_THIS_MACHINE), List.of()));
        MadeUp exposed = new MadeUp();
        exposed.exposed = true;
        problem("member-port", exposed.running(), "on a public address");
    }

    @Test
    void aManagementPortInTheClearIsWarnedOfAndAProblemWhereItIsPublic() {
        cluster.managementHost = "10.0.0.1";
        warning("management-port", cluster.running(), "without TLS");
        MadeUp open = new MadeUp();
        open.managementHost = "203.0.113.7";
        problem("management-port", open.running(), "everybody can read `/metrics`");
    }

    @Test
    void aStoreThatIsMissingLateOrAwayIsTold() {
        cluster.store = "none";
        warning("store", cluster.running(), "counters, approvals and what was applied are gone");
        MadeUp late = new MadeUp();
        late.lagMillis = 9_000;
        warning("store", late.running(), "9 s ago");
        MadeUp away = new MadeUp();
        away.storeProblem = "connection refused";
        problem("store", away.running(), "n1 does not reach the store: connection refused");
        MadeUp file = new MadeUp();
        file.store = "h2";
        problem("store", file.running(), "a file that the others do not reach");
    }

    @Test
    void anAuditFileThatIsMissingFullOrLossyIsTold() {
        cluster.audit = audit(false, true, 0, 50L << 30);
        warning("audit", cluster.running(), "keeps no audit file");
        MadeUp little = new MadeUp();
        little.audit = audit(true, true, 0, 1L << 30);
        warning("audit", little.running(), "1024 MiB left");
        MadeUp full = new MadeUp();
        full.audit = audit(true, true, 0, 1L << 20);
        problem("audit", full.running(), "once it is full records are lost");
        MadeUp lossy = new MadeUp();
        lossy.audit = audit(true, true, 4, 50L << 30);
        problem("audit", lossy.running(), "has lost 4 records");
        MadeUp refusing = new MadeUp();
        refusing.audit = audit(true, false, 0, 50L << 30);
        problem("audit", refusing.running(), "refuses calls");
    }

    @Test
    void limitsOfTheProcessAreComparedWithTheSettings() {
        cluster.maxOpenFiles = 1_024;
        warning("open-files", cluster.running(), "takes up to 53760");
        MadeUp used = new MadeUp();
        used.openFiles = 65_000;
        problem("open-files", used.running(), "65000 of 65536 files open");
        MadeUp unknown = new MadeUp();
        unknown.maxOpenFiles = -1;
        assertThat(verdict("open-files", unknown.running())).isInstanceOf(Verdict.NotChecked.class);
        MadeUp small = new MadeUp();
        small.heapMib = 128;
        warning("memory", small.running(), "n1 may use 128 MiB of heap");
    }

    @Test
    void tooFewProcessorsAndThreadsAreTold() {
        cluster.processors = 1;
        warning("processors", cluster.running(), "one processor");
        MadeUp pool = new MadeUp();
        pool.poolThreads = 1;
        problem("processors", pool.running(), "1 threads in the common pool");
    }

    @Test
    void aJavaThatIsNotTestedWithOrDiffersIsWarnedOf() {
        cluster.java = "23.0.1";
        warning("java", cluster.running(), "Java 23.0.1");
        MadeUp mixed = new MadeUp().node("n1");
        mixed.java = "21";
        warning("java", mixed.node("n2").running(), "17, 21");
    }

    @Test
    void certificatesThatEndSoonAreTold() {
        warning("certificates", cluster.running(Map.of(), List.of(certificate(Duration.ofDays(20)))), "in 20 days");
        problem("certificates", cluster.running(Map.of(), List.of(certificate(Duration.ofDays(-1)))), "ends on");
        problem(
                "certificates",
                cluster.running(Map.of(), List.of(new Certificate("https://x", Optional.empty()))),
                "shows no certificate");
    }

    private static Certificate certificate(Duration left) {
        return new Certificate("https://mcp.example.org", Optional.of(MadeUp.NOW.plus(left)));
    }

    private static Vitals.Audit audit(boolean kept, boolean writable, long lost, long free) {
        return new Vitals.Audit(kept, false, writable, lost, free, 100L << 30);
    }

    static Verdict verdict(String check, Subject subject) {
        return Diagnosis.of(subject).lines().stream()
                .filter(line -> line.check().name().equals(check))
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    static void ok(String check, Subject subject) {
        assertThat(verdict(check, subject)).isInstanceOf(Verdict.Ok.class);
    }

    static void warning(String check, Subject subject, String part) {
        assertThat(verdict(check, subject))
                .isInstanceOfSatisfying(
                        Verdict.Warning.class,
                        warning -> assertThat(warning.text()).contains(part));
    }

    static void problem(String check, Subject subject, String part) {
        assertThat(verdict(check, subject))
                .isInstanceOfSatisfying(
                        Verdict.Problem.class,
                        problem -> assertThat(problem.text()).contains(part));
    }
}
