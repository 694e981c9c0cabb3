package dev.turnpike.gateway.tls;

import java.util.Optional;

/**
 * How a client proves a server, and itself. Equal by the files' content.
 *
 * @param authorities what is trusted in place of what Java trusts; empty for that
 * @param identity whom the client shows itself as, to servers that ask for it
 */
public record ClientTls(Optional<Authorities> authorities, Optional<Identity> identity) {}
