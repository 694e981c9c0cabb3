package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.BalancerReport;
import dev.turnpike.gateway.cli.doctor.BalancerReport.StreamReport;
import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import java.time.Duration;
import java.util.List;

/** Whether what is in front of the nodes passes events on as they come. */
public final class EventStreams implements Check {
    /** A quarter of what they are sent apart: what is gathered comes at once, what is not may be late on a busy machine. */
    private static final Duration LEAST = Duration.ofMillis(200);

    @Override
    public String name() {
        return "event-streams";
    }

    @Override
    public String expects() {
        return "events pass the balancer as they come";
    }

    @Override
    public Verdict examine(Subject subject) {
        if (subject.balancer().flatMap(BalancerReport::stream).isEmpty()) {
            return new Verdict.NotChecked(
                    "give the URL of a server (`--agents URL/mcp/NAME`) and a reference to a grant's token (`--token`)");
        }
        StreamReport stream = subject.balancer().get().stream().orElseThrow();
        if (stream.status() == 401 || stream.status() == 404) {
            return new Verdict.NotChecked(
                    "the token is not good for " + subject.balancer().get().url());
        }
        if (stream.status() != 200 || !stream.isProbe() || stream.arrivals().size() < 2) {
            return new Verdict.Problem(
                    "an event stream did not come through: "
                            + (stream.status() == 0 ? "no answer" : "HTTP status " + stream.status()) + ", "
                            + stream.arrivals().size() + " events",
                    "see the balancer's log; older nodes do not know this probe");
        }
        Duration apart = spread(stream.arrivals());
        return apart.compareTo(LEAST) >= 0
                ? new Verdict.Ok("events come as they are sent, " + apart.toMillis() + " ms apart from first to last")
                : new Verdict.Problem(
                        "events that are sent 800 ms apart come together: the balancer gathers them, and agents see"
                                + " neither progress nor calls that wait for a person",
                        "turn off compression of `text/event-stream` (`gzip_types` of nginx) and buffering (`proxy_buffering off`)");
    }

    private static Duration spread(List<Duration> arrivals) {
        return arrivals.get(arrivals.size() - 1).minus(arrivals.get(0));
    }
}
