package dev.turnpike.gateway.tls;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest {@link Identity} of a port: follows its files, and keeps the one before while they cannot be used.
 * Thread-safe.
 */
public final class LiveIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(LiveIdentity.class);

    private final String port;
    private final PemFiles files;
    private final InstantSource clock;
    private volatile Identity current;
    /** What was wrong at the last look: the two files of a pair are seldom replaced at once. */
    private String suspected = "";
    /** What is wrong with the files, or empty. */
    private volatile String problem = "";

    private LiveIdentity(String port, PemFiles files, InstantSource clock, Identity current) {
        this.port = port;
        this.files = files;
        this.clock = clock;
        this.current = current;
    }

    /**
     * Reads it. Blocks.
     *
     * @param port what people call it: {@code agent} or {@code management}
     * @throws PemException if it cannot be used
     */
    public static LiveIdentity open(String port, PemFiles files, InstantSource clock) {
        LiveIdentity live = new LiveIdentity(port, files, clock, Identity.read(files));
        live.warn();
        return live;
    }

    /** The one in force; never blocks. */
    public Identity current() {
        return current;
    }

    public String port() {
        return port;
    }

    /** Until the certificate in force ends; negative after that. */
    public Duration left() {
        return Duration.between(clock.instant(), current.ends());
    }

    /** Whether the files hold what is in force. */
    public boolean isInStep() {
        return problem.isEmpty();
    }

    /**
     * Reads the files again; the new identity, if there is one. Their content counts, not their time: a link may lead
     * elsewhere. What is wrong twice in a row is told, once. Blocks.
     */
    public synchronized Optional<Identity> look() {
        try {
            Identity newest = Identity.read(files, current);
            suspected = "";
            problem = "";
            if (newest.equals(current)) {
                return Optional.empty();
            }
            current = newest;
            LOG.info("the {} port has a new certificate, {}, which ends {}", port, newest, newest.ends());
            warn();
            return Optional.of(newest);
        } catch (PemException broken) {
            tell(broken.getMessage() + "; " + broken.hint());
            return Optional.empty();
        }
    }

    private void tell(String now) {
        boolean twice = now.equals(suspected);
        suspected = now;
        if (twice && !now.equals(problem)) {
            problem = now;
            LOG.error(
                    "the certificate of the {} port cannot be read again, and the one before stays in force until {}: {}",
                    port,
                    current.ends(),
                    now);
        }
    }

    private void warn() {
        current.warnings(files, clock.instant()).forEach(warning -> LOG.warn("{} port: {}", port, warning));
    }
}
