package dev.turnpike.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Charge;
import dev.turnpike.gateway.policy.Decision;
import dev.turnpike.gateway.policy.Permit;
import dev.turnpike.gateway.policy.Policy;
import dev.turnpike.gateway.policy.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One call, and what is expected of its decision.
 *
 * @param number the place in the file, from 1
 * @param expected holds {@code expect} and any of the other parts of {@link #actual}
 */
record PolicyCase(int number, String tool, JsonNode arguments, JsonNode expected) {

    /** A part of the decision that is not as expected. */
    record Difference(String part, JsonNode expected, JsonNode actual) {}

    String label() {
        String name = expected.path("name").asText();
        return number + " " + tool + (name.isEmpty() ? "" : ": " + name);
    }

    List<Difference> differences(Policy policy) {
        ObjectNode actual = actual(policy.decide(tool, arguments));
        List<Difference> differences = new ArrayList<>();
        for (String part : List.of("expect", "code", "rule", "message", "spends")) {
            JsonNode wanted = expected.path(part);
            if (!wanted.isMissingNode() && !same(wanted, actual.path(part))) {
                differences.add(new Difference(part, wanted, actual.path(part)));
            }
        }
        return differences;
    }

    private static ObjectNode actual(Decision decision) {
        return decision.fold(
                allow -> spends(answer("allow"), allow.permit()),
                deny -> refusal(answer("deny"), deny.refusal()),
                ask -> spends(refusal(answer("ask"), ask.refusal()), ask.permit()));
    }

    private static ObjectNode answer(String word) {
        return JsonNodeFactory.instance.objectNode().put("expect", word);
    }

    private static ObjectNode refusal(ObjectNode answer, Refusal refusal) {
        return answer.put("code", refusal.code().wire())
                .put("rule", refusal.rule())
                .put("message", refusal.message());
    }

    private static ObjectNode spends(ObjectNode answer, Permit permit) {
        ObjectNode spends = answer.putObject("spends");
        permit.spends()
                .forEach(spend -> spends.put(
                        spend.limit().counter(),
                        BigDecimal.valueOf(spend.amountMicros())
                                .divide(BigDecimal.valueOf(Charge.MICROS))
                                .stripTrailingZeros()));
        return answer;
    }

    /** Numbers by value, everything else exactly. */
    private static boolean same(JsonNode wanted, JsonNode actual) {
        if (wanted.isNumber() && actual.isNumber()) {
            return wanted.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (wanted.isObject() && actual.isObject()) {
            return wanted.size() == actual.size()
                    && wanted.properties().stream()
                            .allMatch((Map.Entry<String, JsonNode> member) ->
                                    same(member.getValue(), actual.path(member.getKey())));
        }
        return wanted.equals(actual);
    }
}
