package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One entry of a list of limits: what is spent, and how much of it.
 *
 * @param observing whether the entry itself, not its policy, asks for shadow: then even a bad increment only counts
 */
record Charging(Limit limit, Increment increment, boolean observing) {

    Refusal badIncrement() {
        String path = increment.path() == null ? "" : increment.path().text();
        return new Refusal(
                Code.BAD_INCREMENT, limit.rule(), Sentences.badIncrement(path, limit.counter()), Optional.empty());
    }

    /** The amount, or {@link Increment#BAD}. */
    long micros(Supplier<? extends JsonNode> arguments) {
        return increment.micros(arguments);
    }

    /** What the limit takes, for somebody who reads an explanation. */
    String why(boolean good) {
        String amount = increment.path() == null
                ? Micros.toDecimal(increment.costMicros()).toPlainString()
                : "the value of " + increment.path().text();
        String per = Micros.toDecimal(limit.maxMicros()).toPlainString() + " per " + Windows.words(limit.window())
                + " of " + limit.counter();
        return "spends " + amount + " of " + per
                + (good ? "" : ", but that value is no amount")
                + (limit.shadow() ? ", in shadow" : "");
    }
}
