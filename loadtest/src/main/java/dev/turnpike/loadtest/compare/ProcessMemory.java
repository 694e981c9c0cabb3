package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of a process, as Linux accounts for it ({@code proc(5)}). */
final class ProcessMemory {
    private static final int PAGE_BYTES = 4096;

    private ProcessMemory() {}

    /** What is resident, in bytes. */
    static long resident(ProcessHandle process) {
        try {
            String statm = Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm"));
            return Long.parseLong(statm.split(" ", -1)[1]) * PAGE_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
