package dev.turnpike.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest {@link Operators}: follows the file and the secrets that it names. Thread-safe. */
public final class LiveOperators {
    private static final Logger LOG = LoggerFactory.getLogger(LiveOperators.class);

    /** Other than that of a grant, so that people and scanners can tell what they have found. */
    private static final String PREFIX = "tpo_";

    private final NodeConfig.Admin config;
    private final Secrets secrets;
    private final Optional<Secret> made;
    private volatile Operators current;
    private String stamp;
    private String told = "";

    private LiveOperators(NodeConfig.Admin config, Secrets secrets, Optional<Secret> made) {
        this.config = config;
        this.secrets = secrets;
        this.made = made;
        this.stamp = stamp();
        this.current = OperatorsReader.read(config, secrets, made);
    }

    /**
     * Reads them. Where the settings name none, there is one, {@code admin}, with a token that is made here. Blocks.
     *
     * @throws ConfigException with everything that is wrong
     */
    public static LiveOperators open(NodeConfig.Admin config, Secrets secrets) {
        boolean none = config.operators().isEmpty() && config.token().isEmpty();
        return new LiveOperators(config, secrets, none ? Optional.of(newToken()) : Optional.empty());
    }

    /** A token for an operator, which nobody has yet. */
    public static Secret newToken() {
        return Secret.random(PREFIX);
    }

    /** The newest ones; never blocks. */
    public Operators current() {
        return current;
    }

    /** The token that was made here; to be shown once. */
    public Optional<Secret> made() {
        return made;
    }

    /** Reads everything again: secrets are rotated in place. Those in force stay if something is wrong. Blocks. */
    public synchronized void refresh() {
        stamp = stamp(); // before the reading, or a change during it would go unseen
        try {
            Operators newest = OperatorsReader.read(config, secrets, made);
            if (!newest.equals(current) || !told.isEmpty()) {
                LOG.info("the operators were read again: {}", newest.all().size());
            }
            current = newest;
            told = "";
        } catch (ConfigException refused) {
            String problems = String.valueOf(refused.getMessage());
            if (!problems.equals(told)) {
                LOG.error("the operators cannot be read again, and those in force stay:\n{}", problems);
                told = problems;
            }
        }
    }

    /** The same if the file has changed. Blocks. */
    public synchronized void refreshIfChanged() {
        if (!stamp().equals(stamp)) {
            refresh();
        }
    }

    private String stamp() {
        if (config.operators().isEmpty()) {
            return "";
        }
        Path file = config.operators().get();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException unreadable) {
            return BoundedFile.reason(unreadable);
        }
    }
}
