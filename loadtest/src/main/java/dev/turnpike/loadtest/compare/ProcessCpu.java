package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;

/** The CPU time of processes, user and system, as Linux accounts for it ({@code proc(5)}). */
final class ProcessCpu {
    /** The unit of {@code /proc/PID/stat}, which Linux fixes at a hundredth of a second for programs. */
    private static final double TICKS_PER_SECOND = 100;

    /** How HotSpot calls the threads of its compilers; Linux keeps fifteen characters of it. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre");

    private static final Pattern COLLECTOR = Pattern.compile("\\((GC Thread|G1 )");

    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private ProcessCpu() {}

    /** Seconds that the processes and their living descendants have used so far. */
    static double seconds(Collection<ProcessHandle> roots) {
        return roots.stream().mapToDouble(ProcessCpu::seconds).sum();
    }

    /** Seconds that the just-in-time compilers of a JVM have used so far; they end when all that runs is compiled. */
    static double ofCompilers(ProcessHandle jvm) {
        return ofThreads(jvm, COMPILER);
    }

    /** Seconds that the threads of a JVM's garbage collector have used so far. */
    static double ofCollectors(ProcessHandle jvm) {
        return ofThreads(jvm, COLLECTOR);
    }

    private static double ofThreads(ProcessHandle jvm, Pattern name) {
        Path threads = Path.of("/proc", Long.toString(jvm.pid()), "task");
        long ticks = 0;
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                ticks += ofThread(thread.resolve("stat"), name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static long ofThread(Path thread, Pattern name) throws IOException {
        try {
            String stat = Files.readString(thread);
            return name.matcher(stat).find() ? ticks(stat) : 0;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private static double seconds(ProcessHandle root) {
        long descendants =
                root.descendants().mapToLong(child -> ticks(child.pid())).sum();
        return (ticks(root.pid()) + descendants) / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
        try {
            return ticks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (NoSuchFileException ended) {
            throw new IllegalStateException("process " + pid + " has ended", ended);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system ticks of a line of {@code /proc/PID/stat}; the name in it may hold anything. */
    static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    }
}
