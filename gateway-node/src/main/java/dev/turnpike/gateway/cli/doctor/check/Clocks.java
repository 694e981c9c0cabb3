package dev.turnpike.gateway.cli.doctor.check;

import dev.turnpike.gateway.cli.doctor.Check;
import dev.turnpike.gateway.cli.doctor.Subject;
import dev.turnpike.gateway.cli.doctor.Verdict;
import dev.turnpike.gateway.cli.status.ClockReading;
import dev.turnpike.gateway.cli.status.NodeStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the clocks of the nodes go alike, as far as the exchange with each can tell. */
public final class Clocks implements Check {
    /** Windows end by the clock of whoever keeps them; what moves to another node waits until that one has caught up. */
    private static final Duration SLIGHT = Duration.ofMillis(250);

    /** Half of the ten seconds for which nodes allow when they tell what was spent before a loss from what after. */
    private static final Duration SERIOUS = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "clocks";
    }

    @Override
    public String expects() {
        return "the nodes' clocks are within 250 ms of each other and of this machine's";
    }

    @Override
    public Verdict examine(Subject subject) {
        List<NodeStatus> nodes = subject.cluster()
                .map(cluster -> cluster.nodes().stream()
                        .filter(node -> node.clock().isPresent())
                        .toList())
                .orElse(List.of());
        if (nodes.isEmpty()) {
            return new Verdict.NotChecked("no node that was asked tells the time");
        }
        List<Verdict> found = new ArrayList<>();
        long furthest = 0;
        for (int i = 0; i < nodes.size(); i++) {
            ClockReading one = nodes.get(i).clock().orElseThrow();
            furthest = Math.max(
                    furthest, one.ahead().abs().toMillis() + one.error().toMillis());
            if (isBeyond(one.ahead(), one.error(), SLIGHT)) {
                found.add(new Verdict.Warning(
                        nodes.get(i).name() + " is " + text(one.ahead()) + " this machine",
                        "set up NTP on both: if the nodes agree with each other, it is this machine that is wrong"));
            }
            for (NodeStatus other : nodes.subList(i + 1, nodes.size())) {
                ClockReading two = other.clock().orElseThrow();
                compare(
                        nodes.get(i),
                        other,
                        one.ahead().minus(two.ahead()),
                        one.error().plus(two.error()),
                        found);
            }
        }
        return Verdict.worst(
                found, new Verdict.Ok("the nodes' clocks are within " + furthest + " ms of this machine's"));
    }

    private static void compare(
            NodeStatus one, NodeStatus other, Duration difference, Duration error, List<Verdict> found) {
        String text = one.name() + " is " + text(difference) + " " + other.name();
        if (isBeyond(difference, error, SERIOUS)) {
            found.add(new Verdict.Problem(
                    text + ": grants and approvals end at different times, and what a lost node spent may be forgotten",
                    "set up NTP on the nodes"));
        } else if (isBeyond(difference, error, SLIGHT)) {
            found.add(new Verdict.Warning(
                    text + ": windows of limits get longer by that when a node goes", "set up NTP on the nodes"));
        }
    }

    private static boolean isBeyond(Duration difference, Duration error, Duration most) {
        return difference.abs().minus(error).compareTo(most) > 0;
    }

    private static String text(Duration ahead) {
        return ahead.abs().toMillis() + " ms " + (ahead.isNegative() ? "behind" : "ahead of");
    }
}
