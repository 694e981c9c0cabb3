package dev.turnpike.gateway.cli.cluster;

import dev.turnpike.gateway.Main;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process was started, for processes of the same program. */
final class JavaCommand {
    /** The launcher's, for commands that end soon; a node earns back what the second compiler costs. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private JavaCommand() {}

    /** The same Java with the same options and class path. */
    static List<String> of(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Not from the system's list of processes, which cuts long command lines.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.remove(QUICK);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
