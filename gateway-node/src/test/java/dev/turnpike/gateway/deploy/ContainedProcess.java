package dev.turnpike.gateway.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that has what a container of the compose file has, as far as Linux gives it without an engine: a file system
 * that is read-only but for its volume and a small {@code /tmp} from which nothing can be run, the image's user, no
 * capabilities, names of other containers, and secrets in {@code /run/secrets}. It shares the network.
 */
final class ContainedProcess implements AutoCloseable {
    private static final String SCRIPT = """
            set -e
            mount --bind "$1" "$1"
            mount --bind "$2" /etc/hosts
            # What is run may be in /tmp, and is to be seen all the same.
            seen=$(dirname "$1")
            mount --rbind "$seen" /mnt
            mount -t tmpfs -o size=16m,noexec tmpfs /tmp
            if [ ! -d "$seen" ]; then
                mkdir -p "$seen"
                mount --rbind /mnt "$seen"
                mount -o remount,bind,ro "$seen"
            fi
            umount --recursive /mnt
            mount -t tmpfs tmpfs /run
            mkdir /run/secrets
            mount --bind "$3" /run/secrets
            mount -o remount,bind,ro /
            cd "$1"
            user=$4
            shift 4
            exec setpriv --reuid "$user" --regid "$user" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
            """;

    private final Process process;
    private final Path log;

    private ContainedProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param volume belongs to the user, and is where it runs
     * @param log gets what it prints
     */
    static ContainedProcess start(
            Path volume,
            Path hosts,
            Path secrets,
            String user,
            Map<String, String> environment,
            Path log,
            List<String> program)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                SCRIPT,
                "sh",
                volume.toString(),
                hosts.toString(),
                secrets.toString(),
                user));
        command.addAll(program);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TURNPIKE_"));
        builder.environment().putAll(environment);
        return new ContainedProcess(builder.start(), log);
    }

    Path log() {
        return log;
    }

    /** SIGTERM, as by an engine that stops it. */
    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
