package dev.turnpike.loadtest.proof;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.loadtest.proof.judge.Finding;
import java.util.List;

/** The results as one JSON document for scripts. */
final class JsonReport {
    private JsonReport() {}

    static ObjectNode of(List<Result> results) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("holds", results.stream().allMatch(Result::holds));
        ArrayNode scenarios = json.putArray("scenarios");
        for (Result result : results) {
            ObjectNode scenario = scenarios
                    .addObject()
                    .put("scenario", result.scenario().name())
                    .put("about", result.scenario().about())
                    .put("seconds", result.took().toMillis() / 1e3)
                    .put("holds", result.holds());
            ArrayNode limits = scenario.putArray("limits");
            result.findings().forEach(finding -> limits.add(of(finding)));
            ArrayNode checks = scenario.putArray("checks");
            result.checks()
                    .forEach(check -> checks.addObject()
                            .put("what", check.what())
                            .put("value", check.value())
                            .put("holds", check.holds()));
        }
        return json;
    }

    private static ObjectNode of(Finding finding) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("limit", Report.limit(finding.limit()))
                .put("algorithm", finding.limit().sliding() ? "sliding" : "fixed")
                .put("max", Finding.units(finding.limit().maxMicros()))
                .put("windowSeconds", finding.limit().windowMillis() / 1000)
                .put("sent", finding.sent())
                .put("reached", finding.reached())
                .put("windows", finding.windows())
                .put("most", finding.most())
                .put("over", finding.over());
        if (finding.demanded()) {
            json.put("under", finding.under());
        } else {
            json.putNull("under");
        }
        json.put("refused", finding.refused())
                .put("unavailable", finding.unavailable())
                .put("failed", finding.failed())
                .put("failedRetries", finding.unhealed())
                .put("lost", finding.lost())
                .put("withoutRecord", finding.unrecorded())
                .put("longestWaitMillis", finding.longestWaitMillis())
                .put("arrivalToleranceMillis", finding.toleranceMillis())
                .put("holds", finding.holds());
        ArrayNode flaws = json.putArray("flaws");
        finding.flaws().forEach(flaws::add);
        return json;
    }
}
