package dev.turnpike.gateway.http.admin;

import dev.turnpike.clusterstate.Counter;
import java.util.Optional;

/**
 * Which of an owner's counters are meant; what is not given is any.
 *
 * @param session the digest of a session, or {@code -} for calls without one
 * @param window as {@link CounterJson#window(dev.turnpike.clusterstate.Window)} has it
 */
record CounterChoice(Optional<String> name, Optional<String> session, Optional<String> window) {
    boolean has(Counter counter) {
        return name.map(counter.name()::equals).orElse(true)
                && session.map(counter.session()::equals).orElse(true)
                && window.map(CounterJson.window(counter.window())::equals).orElse(true);
    }
}
