package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.ApprovalStep;
import dev.turnpike.clusterstate.Motion;
import dev.turnpike.gateway.approvals.Approvals.Verdict;
import dev.turnpike.gateway.mcp.Shown;
import dev.turnpike.gateway.pipeline.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a person's decision: {@code note}, {@code arguments} and {@code revision}, all of which may be missing. */
final class VerdictBody {
    private final ObjectNode body;
    private final List<String> problems = new ArrayList<>();

    private VerdictBody(ObjectNode body) {
        this.body = body;
    }

    /** @throws Rejected 422 with everything that is wrong */
    static Verdict read(ObjectNode body, String id, boolean approve) {
        VerdictBody reader = new VerdictBody(body);
        String note = reader.note();
        Optional<ObjectNode> arguments = reader.arguments(approve);
        long revision = reader.revision();
        body.fieldNames().forEachRemaining(reader::refuseUnknown);
        if (!reader.problems.isEmpty()) {
            throw new Rejected(422, "body", String.join("; ", reader.problems));
        }
        return new Verdict(id, approve, note, arguments, revision);
    }

    private String note() {
        JsonNode note = body.path("note");
        if (note.isMissingNode()) {
            return "";
        }
        if (!note.isTextual()) {
            problems.add("note: of the wrong type (expected: a string)");
        } else if (note.textValue().length() > ApprovalStep.LONGEST_NOTE) {
            problems.add("note: " + note.textValue().length() + " characters (expected: at most "
                    + ApprovalStep.LONGEST_NOTE + ")");
        }
        return note.asText();
    }

    private Optional<ObjectNode> arguments(boolean approve) {
        JsonNode arguments = body.path("arguments");
        if (arguments.isMissingNode()) {
            return Optional.empty();
        }
        if (!approve) {
            problems.add("arguments: there is nothing to run (expected: with `approve` only)");
        } else if (!arguments.isObject()) {
            problems.add("arguments: of the wrong type (expected: an object)");
        }
        return arguments instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private long revision() {
        JsonNode revision = body.path("revision");
        if (revision.isMissingNode()) {
            return Motion.Decide.ANY_REVISION;
        }
        if (!revision.canConvertToLong() || !revision.isIntegralNumber() || revision.longValue() < 1) {
            problems.add("revision: not usable (expected: the `revision` of an answer)");
        }
        return revision.asLong();
    }

    private void refuseUnknown(String name) {
        switch (name) {
            case "note", "arguments", "revision" -> {}
            default ->
                problems.add("unknown field `" + Shown.text(name) + "` (expected: `note`, `arguments`, `revision`)");
        }
    }
}
