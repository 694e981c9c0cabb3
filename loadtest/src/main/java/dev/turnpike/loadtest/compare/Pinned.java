package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.util.List;

/** Processes that stay on one core each, so that what is measured and what measures do not take from each other. */
final class Pinned {
    /** Of what is measured. */
    static final int MEASURED = 0;
    /** Of all others. */
    static final int OTHERS = 1;

    private Pinned() {}

    /** Puts all threads of the processes there, and so those that they start later. */
    static void to(int core, List<ProcessHandle> processes) throws IOException {
        for (ProcessHandle process : processes) {
            Process taskset = new ProcessBuilder(
                            Installed.program("taskset", "util-linux"),
                            "-a",
                            "-c",
                            "-p",
                            Integer.toString(core),
                            Long.toString(process.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (taskset.onExit().join().exitValue() != 0) {
                throw new ComparisonException("process " + process.pid() + " cannot be put on core " + core);
            }
        }
    }
}
