/** The files of {@code deploy}: parsed strictly, compared with the code, and run as far as a machine without containers can. */
@NullMarked
package dev.turnpike.gateway.deploy;

import org.jspecify.annotations.NullMarked;
