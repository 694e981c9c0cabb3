package dev.turnpike.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;

/** Numbers of JSON's grammar as nodes: the smallest type that is exact. */
final class Numbers {
    private static final int SURELY_INT = 9;
    private static final int SURELY_LONG = 18;

    private Numbers() {}

    /** @throws NumberFormatException if the exponent is beyond what a decimal can hold */
    static JsonNode node(String text) {
        boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (whole && text.length() <= SURELY_INT) {
            return IntNode.valueOf(Integer.parseInt(text));
        }
        if (whole && text.length() <= SURELY_LONG) {
            return LongNode.valueOf(Long.parseLong(text));
        }
        return DecimalNode.valueOf(new BigDecimal(text));
    }
}
