package dev.turnpike.loadtest.proof;

import dev.turnpike.loadtest.proof.site.ProofException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command that runs a node of the proof. */
public final class NodeCommand {
    private static final String HEAP = "256m";

    private NodeCommand() {}

    /** With the class path of this process; its last argument is missing, the file that says how wrong the clock is. */
    public static List<String> ofThisBuild() {
        return ofThisBuild(HEAP);
    }

    /** The same, with a heap of another size. */
    public static List<String> ofThisBuild(String heap) {
        return line(heap, System.getProperty("java.class.path"));
    }

    /**
     * With a program that lacks a class, as after a copy that broke off.
     *
     * @param directory for that program
     */
    public static List<String> without(Class<?> missing, Path directory) {
        Path whole = Path.of(URI.create(
                missing.getProtectionDomain().getCodeSource().getLocation().toString()));
        Path broken = directory.resolve(whole.getFileName());
        try {
            Files.copy(whole, broken);
            try (FileSystem jar = FileSystems.newFileSystem(broken)) {
                Files.delete(jar.getPath(missing.getName().replace('.', '/') + ".class"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line(HEAP, System.getProperty("java.class.path").replace(whole.toString(), broken.toString()));
    }

    /** With what was built in another checkout. */
    static List<String> of(Path checkout) {
        Path target = checkout.toAbsolutePath().resolve("loadtest/target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new ProofException("nothing is built in " + checkout + ": run its `loadtest/prove --help` first");
        }
        return line(HEAP, target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*");
    }

    private static List<String> line(String heap, String classPath) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
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
                classPath,
                ShiftedNode.class.getName());
    }
}
