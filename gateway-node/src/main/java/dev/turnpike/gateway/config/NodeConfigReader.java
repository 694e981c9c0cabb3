package dev.turnpike.gateway.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings of a node. What the command line says comes before the environment, that before the file, that
 * before the defaults.
 */
public final class NodeConfigReader {
    /**
     * @param overrides from the command line, by {@link Setting#key}
     * @param environment all variables of the process
     * @param file YAML or JSON with the keys of {@link Setting}
     * @throws ConfigException with everything that is wrong in any of the sources
     */
    public static NodeConfig read(Map<String, String> overrides, Map<String, String> environment, Optional<Path> file) {
        throw stub();
    }

    private NodeConfigReader() {}

    private static UnsupportedOperationException stub() {
        return new UnsupportedOperationException();
    }
}
