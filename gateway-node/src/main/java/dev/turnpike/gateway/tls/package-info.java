/** Certificates, private keys and authorities, as they stand in PEM files. */
@NullMarked
package dev.turnpike.gateway.tls;

import org.jspecify.annotations.NullMarked;
