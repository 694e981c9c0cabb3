package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.Plan;
import java.util.List;

/** A plan, as answers show it: the one place that writes the tokens which were made. */
final class PlanJson {
    private PlanJson() {}

    static ObjectNode of(Plan plan, boolean dryRun) {
        ObjectNode json = ProblemReply.object().put("revision", plan.revision()).put("dryRun", dryRun);
        add(json, "created", plan.created());
        add(json, "changed", plan.changed());
        add(json, "unchanged", plan.unchanged());
        add(json, "removed", plan.removed());
        ObjectNode tokens = json.putObject("tokens");
        plan.tokens()
                .forEach(issued -> tokens.put(issued.grant(), issued.token().reveal()));
        ArrayNode warnings = json.putArray("warnings");
        plan.warnings().forEach(warning -> warnings.add(EditProblems.json(warning)));
        return json;
    }

    private static void add(ObjectNode json, String name, List<Plan.Step> steps) {
        ArrayNode list = json.putArray(name);
        for (Plan.Step step : steps) {
            ObjectNode entry = list.addObject()
                    .put("kind", ResourceRoutes.text(step.id().kind()))
                    .put("name", step.id().name());
            if (step.after() > 0) {
                entry.put("revision", step.after());
            }
        }
    }
}
