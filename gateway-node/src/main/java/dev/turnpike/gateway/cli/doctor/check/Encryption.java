package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Configured;

/** Whether the ports of a node that is only configured would speak TLS. */
final class Encryption {
    private Encryption() {}

    static boolean ofManagement(Configured settings) {
        return settings.config().tls().management().isPresent()
                || settings.config()
                        .admin()
                        .consoleUrl()
                        .filter(url -> url.getScheme().equals("https"))
                        .isPresent();
    }
}
