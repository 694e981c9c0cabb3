package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.ConfigException;
import dev.turnpike.gateway.config.ConfigProblem;
import dev.turnpike.gateway.config.NotPermittedException;
import dev.turnpike.gateway.config.OutdatedException;
import dev.turnpike.gateway.config.UnstoredException;

/** Why documents were not changed, as problems (RFC 9457). */
final class EditProblems {
    private static final int MOST_TOLD = 1_000;

    private EditProblems() {}

    /** With each thing that is wrong under {@code problems}. */
    static ObjectNode of(ConfigException refused) {
        int count = refused.problems().size();
        ObjectNode problem = ProblemReply.problem(
                422,
                "documents",
                count == 1 ? "the documents have a problem" : "the documents have " + count + " problems");
        ArrayNode problems = problem.putArray("problems");
        refused.problems().stream().limit(MOST_TOLD).forEach(each -> problems.add(json(each)));
        return problem;
    }

    static ObjectNode of(NotPermittedException refused) {
        return ProblemReply.problem(
                403,
                "not_allowed",
                "operators of your role may change policies, and the policy of a grant, but not: "
                        + refused.getMessage());
    }

    static ObjectNode of(OutdatedException outdated) {
        return ProblemReply.problem(
                        outdated.isConditional() ? 412 : 409,
                        outdated.isConditional() ? "outdated" : "moved",
                        String.valueOf(outdated.getMessage()))
                .put("revision", outdated.revision());
    }

    static ObjectNode of(UnstoredException unknown) {
        return ProblemReply.problem(
                503,
                "state_unavailable",
                unknown.isNothingDone()
                        ? "nothing was changed, " + unknown.getMessage()
                        : "it is not known whether the change is in force, " + unknown.getMessage()
                                + "; repeat it, and rotate grants whose tokens were not shown");
    }

    /** One thing that is wrong, and where. */
    static ObjectNode json(ConfigProblem problem) {
        ObjectNode json = ProblemReply.object()
                .put("source", problem.source())
                .put("pointer", problem.problem().pointer())
                .put("message", problem.problem().message());
        problem.problem().hint().ifPresent(hint -> json.put("hint", hint));
        problem.problem()
                .place()
                .ifPresent(place -> json.put("line", place.line()).put("column", place.column()));
        return json;
    }
}
