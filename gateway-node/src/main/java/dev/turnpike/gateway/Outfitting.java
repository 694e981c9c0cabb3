package dev.turnpike.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.turnpike.gateway.config.NodeConfig;
import dev.turnpike.gateway.config.SharedSettings;
import dev.turnpike.gateway.http.NodeOutfit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Finds out what a node runs on. What takes a system call is looked up now and then. Thread-safe. */
public final class Outfitting {
    private static final long UNKNOWN = -1;

    private final NodeConfig config;
    private final InstantSource clock;
    private final LongSupplier lostRecords;
    private final Map<String, String> marks;
    private volatile Measured measured;
    private volatile BooleanSupplier writable = () -> true;

    /** For a node with these settings, which need not run. Looks up everything once; blocks. */
    public Outfitting(NodeConfig config, InstantSource clock, LongSupplier lostRecords) {
        this.config = config;
        this.clock = clock;
        this.lostRecords = lostRecords;
        this.marks = Map.copyOf(SharedSettings.marks(config));
        this.measured = measure();
    }

    /** What system calls said. */
    private record Measured(long openFiles, long maxOpenFiles, long freeBytes, long diskBytes) {}

    /** Records can be written from now on, or not, as this says. */
    void recordsTo(BooleanSupplier writable) {
        this.writable = writable;
    }

    /** Looks up again what takes a system call. Blocks. */
    void refresh() {
        measured = measure();
    }

    /** The outfit as it was a moment ago, at the time that it is. Never blocks. */
    public NodeOutfit current() {
        Measured now = measured;
        Runtime runtime = Runtime.getRuntime();
        return new NodeOutfit(
                clock.instant(),
                System.getProperty("java.version", ""),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                ForkJoinPool.getCommonPoolParallelism(),
                now.openFiles(),
                now.maxOpenFiles(),
                config.agent().host(),
                config.management().host(),
                config.caps(),
                new NodeOutfit.Records(
                        config.audit().isPresent(),
                        config.audit().filter(NodeConfig.Audit::refuse).isPresent(),
                        writable.getAsBoolean(),
                        lostRecords.getAsLong(),
                        now.freeBytes(),
                        now.diskBytes()),
                marks);
    }

    private Measured measure() {
        long open = UNKNOWN;
        long most = UNKNOWN;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            open = unix.getOpenFileDescriptorCount();
            most = unix.getMaxFileDescriptorCount();
        }
        long free = UNKNOWN;
        long size = UNKNOWN;
        if (config.audit().isPresent()) {
            try {
                FileStore disk =
                        Files.getFileStore(existing(config.audit().get().file()));
                free = disk.getUsableSpace();
                size = disk.getTotalSpace();
            } catch (IOException unknown) {
                // It stays unknown.
            }
        }
        return new Measured(open, most, free, size);
    }

    /** The path, or the directory that it will be made in. */
    private static Path existing(Path path) {
        Path place = path.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = Objects.requireNonNull(place.getParent());
        }
        return place;
    }
}
