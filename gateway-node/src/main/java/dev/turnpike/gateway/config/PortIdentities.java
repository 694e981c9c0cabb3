package dev.turnpike.gateway.config;

import dev.turnpike.gateway.tls.LiveIdentity;
import dev.turnpike.gateway.tls.PemException;
import dev.turnpike.gateway.tls.PemFiles;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The certificates of a node's ports.
 *
 * @param agent empty for plain HTTP
 * @param management empty for plain HTTP
 */
public record PortIdentities(Optional<LiveIdentity> agent, Optional<LiveIdentity> management) {
    /**
     * Reads them. Blocks.
     *
     * @throws ConfigException with everything that is wrong in the files
     */
    public static PortIdentities open(NodeConfig.Tls tls, InstantSource clock) {
        Problems problems = new Problems();
        PortIdentities identities = new PortIdentities(
                open("agent", tls.agent(), clock, Setting.AGENT_TLS_CERTIFICATE, Setting.AGENT_TLS_KEY, problems),
                open(
                        "management",
                        tls.management(),
                        clock,
                        Setting.MANAGEMENT_TLS_CERTIFICATE,
                        Setting.MANAGEMENT_TLS_KEY,
                        problems));
        problems.refuse();
        return identities;
    }

    private static Optional<LiveIdentity> open(
            String port,
            Optional<PemFiles> files,
            InstantSource clock,
            Setting certificate,
            Setting key,
            Problems problems) {
        return files.flatMap(pair -> {
            try {
                return Optional.of(LiveIdentity.open(port, pair, clock));
            } catch (PemException unusable) {
                Setting wrong = unusable.which() == PemException.Which.KEY ? key : certificate;
                problems.add(wrong.key(), "", String.valueOf(unusable.getMessage()), unusable.hint());
                return Optional.empty();
            }
        });
    }
}
