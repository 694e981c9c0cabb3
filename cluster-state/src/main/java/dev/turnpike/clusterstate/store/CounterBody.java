package dev.turnpike.clusterstate.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.turnpike.clusterstate.Algorithm;
import dev.turnpike.clusterstate.Counter;
import dev.turnpike.clusterstate.OwnerCounters;
import dev.turnpike.clusterstate.Tally;
import dev.turnpike.clusterstate.Window;
import java.io.IOException;

/**
 * The counters of an owner as JSON. A window is the name of a calendar unit, or a number of seconds.
 *
 * <p>INVARIANT: other releases read it. It may grow by members that they can do without.
 */
final class CounterBody {
    private CounterBody() {}

    static String write(OwnerCounters counters) {
        return Json.object(out -> {
            out.writeArrayFieldStart("tallies");
            for (Tally tally : counters.tallies()) {
                write(out, tally);
            }
            out.writeEndArray();
        });
    }

    static OwnerCounters read(long latestMillis, String body) {
        return OwnerCounters.of(latestMillis, Json.list(Json.read(body), "tallies", CounterBody::readTally));
    }

    private static void write(JsonGenerator out, Tally tally) throws IOException {
        Counter counter = tally.counter();
        out.writeStartObject();
        out.writeStringField("name", counter.name());
        if (!counter.session().isEmpty()) {
            out.writeStringField("session", counter.session());
        }
        if (counter.window() instanceof Window.Seconds window) {
            out.writeNumberField("window", window.seconds());
        } else {
            out.writeStringField("window", ((Window.Calendar) counter.window()).name());
        }
        out.writeStringField("algorithm", counter.algorithm().name());
        if (counter.shadow()) {
            out.writeBooleanField("shadow", true);
        }
        out.writeNumberField("origin", tally.origin());
        long[] buckets = tally.buckets();
        out.writeFieldName("micros");
        out.writeArray(buckets, 0, buckets.length);
        out.writeEndObject();
    }

    private static Tally readTally(JsonNode tally) {
        JsonNode window = tally.path("window");
        Counter counter = new Counter(
                Json.text(tally, "name"),
                tally.path("session").asText(""),
                window.isNumber()
                        ? new Window.Seconds(window.longValue())
                        : Window.Calendar.valueOf(Json.text(tally, "window")),
                Algorithm.valueOf(Json.text(tally, "algorithm")),
                tally.path("shadow").asBoolean(false));
        return Tally.of(
                counter,
                Json.number(tally, "origin"),
                Json.list(tally, "micros", JsonNode::longValue).stream()
                        .mapToLong(Long::longValue)
                        .toArray());
    }
}
