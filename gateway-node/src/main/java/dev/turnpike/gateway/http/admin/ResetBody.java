package dev.turnpike.gateway.http.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.CounterOwner;
import dev.turnpike.gateway.mcp.Shown;
import dev.turnpike.gateway.pipeline.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which counter shall be reset. */
final class ResetBody {
    private static final Set<String> FIELDS = Set.of("grant", "server", "cluster", "counter", "session", "window");

    private final ObjectNode body;
    private final List<String> problems = new ArrayList<>();

    private ResetBody(ObjectNode body) {
        this.body = body;
    }

    /** One counter of an owner, by its name; of all sessions and windows that have it, unless one is given. */
    record Wanted(CounterOwner owner, CounterChoice choice) {}

    /** @throws Rejected 422 with everything that is wrong */
    static Wanted read(ObjectNode body) {
        ResetBody reader = new ResetBody(body);
        List<CounterOwner> owners = reader.owners();
        CounterChoice choice = new CounterChoice(reader.text("counter"), reader.text("session"), reader.text("window"));
        if (!body.has("counter")) {
            reader.problems.add("counter: missing");
        }
        body.fieldNames().forEachRemaining(reader::refuseUnknown);
        if (!reader.problems.isEmpty()) {
            throw new Rejected(422, "body", String.join("; ", reader.problems));
        }
        return new Wanted(owners.get(0), choice);
    }

    private List<CounterOwner> owners() {
        List<CounterOwner> owners = new ArrayList<>();
        text("grant").map(CounterOwner::grant).ifPresent(owners::add);
        text("server").map(CounterOwner::server).ifPresent(owners::add);
        JsonNode cluster = body.path("cluster");
        if (!cluster.isMissingNode() && !cluster.isBoolean()) {
            problems.add("cluster: of the wrong type (expected: true)");
        } else if (cluster.asBoolean()) {
            owners.add(CounterOwner.cluster());
        }
        if (owners.size() != 1) {
            problems.add("one of `grant`, `server` and `cluster` is needed");
        }
        return owners;
    }

    private Optional<String> text(String name) {
        JsonNode text = body.path(name);
        if (!text.isMissingNode() && !text.isTextual()) {
            problems.add(name + ": of the wrong type (expected: a string)");
        }
        return Optional.ofNullable(text.textValue());
    }

    private void refuseUnknown(String name) {
        if (!FIELDS.contains(name)) {
            problems.add("unknown field `" + Shown.text(name)
                    + "` (expected: `grant`, `server`, `cluster`, `counter`, `session`, `window`)");
        }
    }
}
