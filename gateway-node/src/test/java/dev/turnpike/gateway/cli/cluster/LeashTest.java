package dev.turnpike.gateway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeashTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SERVES = "echo ready; while :; do sleep 0.1; done";

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void whatIsLetGoIsToldToEndAndDoes() throws Exception {
        Leash leash = shell("trap 'echo told >&2; exit 3' TERM; " + SERVES);
        assertThat(firstLine(leash)).isEqualTo("ready");
        long pid = leash.pid();

        leash.letGo();

        assertThat(leash.ended().get(30, TimeUnit.SECONDS)).isEqualTo("ended with exit code 3");
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(leash.tail(1)).isEqualTo("told");
        assertThat(Files.getPosixFilePermissions(directory.resolve("log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void itEndsWithWhoeverHoldsIt() throws Exception {
        // As when we are killed: nobody closes anything, the pipe just goes.
        String holder = "bash -c \"$1\" leash sleep 1000 < <(exec sleep 1000) & wait";
        Process shell = new ProcessBuilder("bash", "-c", holder, "holder", Configurations.resource("leash.sh")).start();
        try (var out = shell.inputReader()) {
            await().atMost(PATIENCE)
                    .until(() -> shell.descendants().filter(LeashTest::isSleep).count() == 2);
            long leashed = Long.parseLong(out.readLine());

            shell.descendants()
                    .filter(child -> isSleep(child) && child.pid() != leashed)
                    .forEach(ProcessHandle::destroyForcibly);

            await().atMost(PATIENCE)
                    .until(() -> ProcessHandle.of(leashed)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void whatIsKilledIsMissed() throws Exception {
        Leash leash = shell(SERVES);

        ProcessHandle.of(leash.pid()).ifPresent(ProcessHandle::destroyForcibly);

        assertThat(leash.ended().get(30, TimeUnit.SECONDS)).isEqualTo("ended by signal 9");
        assertThat(leash.isAlive()).isFalse();
    }

    @Test
    void whatIsPausedIsNotMissed() throws Exception {
        Leash leash = shell("(sleep 1; kill -CONT $$) & kill -STOP $$; exit 7");

        assertThat(leash.ended().get(30, TimeUnit.SECONDS)).isEqualTo("ended with exit code 7");
    }

    @Test
    void whatEndsWithoutALineHasNoFirstLine() throws Exception {
        Leash leash = shell("echo broken >&2; exit 1");

        assertThatThrownBy(() -> firstLine(leash)).isInstanceOf(ExecutionException.class);
        assertThat(leash.tail(5)).isEqualTo("broken");
    }

    @Test
    void hiddenVariablesAreNotPassedOn() throws Exception {
        Leash leash = Leash.start(
                "shell", List.of("bash", "-c", "echo \"${HOME-none}\""), Set.of("HOME"), directory.resolve("log"));

        assertThat(firstLine(leash)).isEqualTo("none");
    }

    private Leash shell(String script) throws Exception {
        Path log = directory.resolve("log");
        Files.deleteIfExists(log);
        return Leash.start("shell", List.of("bash", "-c", script), Set.of(), log);
    }

    private static String firstLine(Leash leash) throws Exception {
        return leash.firstLine().get(30, TimeUnit.SECONDS);
    }

    private static boolean isSleep(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/sleep");
    }
}
