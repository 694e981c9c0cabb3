package dev.turnpike.loadtest.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Processes that form one grid. */
final class Grid {
    private Grid() {}

    /**
     * Starts them; returns when all are there.
     *
     * @param redisPort where they find Redis, or 0 for none
     */
    static List<Member> start(Children children, int size, int redisPort) throws IOException {
        List<Integer> ports =
                IntStream.range(0, size).mapToObj(i -> Children.freePort()).toList();
        String all = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        List<Member> members = new ArrayList<>();
        for (int port : ports) {
            members.add(Member.start(
                    children,
                    "member-" + members.size(),
                    MemberMain.class,
                    List.of(Integer.toString(port), all, Integer.toString(redisPort))));
        }
        Member.sum(members, "ready");
        return members;
    }
}
