/** JSON in one form, whoever wrote it. */
@NullMarked
package dev.turnpike.gateway.canonical;

import org.jspecify.annotations.NullMarked;
