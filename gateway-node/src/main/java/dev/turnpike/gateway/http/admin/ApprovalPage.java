package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Approval;
import dev.turnpike.gateway.approvals.ApprovalJson;
import java.util.Comparator;
import java.util.List;

/**
 * A part of the list of approvals, the oldest first.
 *
 * @param more whether others come after it
 */
record ApprovalPage(List<Approval> approvals, boolean more) {
    /** A page ends early beyond so many characters, roughly. */
    static final int LONGEST = 4 << 20;

    ApprovalPage {
        approvals = List.copyOf(approvals);
    }

    /** The page that is wanted. */
    static ApprovalPage of(List<Approval> all, ApprovalQuery query) {
        List<Approval> wanted = all.stream()
                .filter(query::wants)
                .sorted(Comparator.comparing(Cursor::of))
                .limit(query.limit() + 1L)
                .toList();
        int size = 0;
        int length = 0;
        while (size < Math.min(wanted.size(), query.limit()) && length < LONGEST) {
            length += length(wanted.get(size));
            size++;
        }
        return new ApprovalPage(wanted.subList(0, size), size < wanted.size());
    }

    /** Of its JSON, roughly; what people write can be the most of it. */
    private static int length(Approval approval) {
        return 1_000
                + approval.steps().stream()
                        .mapToInt(step -> 150 + step.note().length())
                        .sum();
    }

    /** With {@code next}, by which the following page is asked for, if there is one. */
    ObjectNode json(ApprovalJson form) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("approvals");
        approvals.forEach(approval -> list.add(form.of(approval)));
        if (more) {
            json.put("next", Cursor.of(approvals.get(approvals.size() - 1)).text());
        }
        return json;
    }
}
