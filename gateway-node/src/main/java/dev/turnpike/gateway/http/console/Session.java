package dev.turnpike.gateway.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.turnpike.gateway.config.Operator;
import java.security.MessageDigest;

/**
 * An operator who is signed in.
 *
 * @param operator as the operator is now
 * @param formToken what every form of this session holds, and no other page knows
 */
record Session(Operator operator, String formToken) {
    /** Whether a form is one of this session; takes the same time for every wrong one. */
    boolean owns(String token) {
        return MessageDigest.isEqual(formToken.getBytes(UTF_8), token.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return operator.name();
    }
}
