package dev.turnpike.loadtest.proof;

import java.nio.file.Path;
import java.util.List;

/** The command that runs a node of the proof, with the class path of this process. */
public final class NodeCommand {
    private NodeCommand() {}

    /** Without its last argument, the file that says by how much its clock is wrong. */
    public static List<String> line() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dio.netty.jfr.enabled=false",
                // What Hazelcast asks for.
                "--add-modules=java.se",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ShiftedNode.class.getName());
    }
}
