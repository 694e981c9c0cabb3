package dev.turnpike.gateway.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * No document makes the reader throw, and every policy that it accepts can decide. Runs its seeds in every test run;
 * with {@code JAZZER_FUZZ=1} in the environment it searches for more, guided by coverage.
 */
class PolicyReaderFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void anyDocumentIsAnswered(byte[] document) {
        PolicyReader.Result result = PolicyReader.read(new String(document, StandardCharsets.UTF_8));
        if (result.policy().isPresent() != result.errors().isEmpty()) {
            throw new AssertionError(result.problems());
        }
        ObjectNode arguments =
                JsonNodeFactory.instance.objectNode().put("amount", 5).put("x", "text");
        result.policy().ifPresent(policy -> {
            Explanation explanation = policy.explain("list_x", arguments);
            if (!explanation.decision().equals(policy.decide("list_x", arguments))) {
                throw new AssertionError(explanation);
            }
        });
    }
}
