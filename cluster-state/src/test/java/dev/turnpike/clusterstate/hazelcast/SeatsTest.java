package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.internal.util.Clock;
import com.hazelcast.version.MemberVersion;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seats as one member sees them, of a cluster of three. */
class SeatsTest {
    private final Member a = member(1);
    private final Member b = member(2);
    private final Member c = member(3);
    private final Member d = member(4);
    private final Member e = member(5);

    @Test
    void twoOfThreeAreAQuorumAndOneIsNot() {
        Seats seats = seats(a, b, c);

        assertThat(seats.apply(List.of(a, b, c))).isTrue();
        assertThat(seats.apply(List.of(b, c))).isTrue();
        assertThat(seats.apply(List.of(c))).isFalse();
    }

    @Test
    void whoIsSilentIsNotThere() {
        Seats seats = seats(a);

        assertThat(seats.apply(List.of(a, b, c))).isFalse();
    }

    @Test
    void neverDoBothPartsOfACutHaveAQuorum() {
        List<Member> four = List.of(a, b, c, d);
        for (int cut = 0; cut < 16; cut++) {
            List<Member> one = part(four, cut);
            List<Member> other = part(four, 15 - cut);

            assertThat(goesOn(four, one) && goesOn(four, other))
                    .as("%s | %s", one, other)
                    .isFalse();
        }
    }

    @Test
    void whoeverCameTooLateCountsForNobodyWhoWasThereEvenWhenAnotherIsGone() {
        Seats seats = seats(a, b, c, d, e);
        seats.apply(List.of(a, b, c));
        seats.apply(List.of(a, b, c, d));

        assertThat(seats.apply(List.of(a, d))).isFalse();
        assertThat(seats.apply(List.of(a, d, e))).isTrue(); // e found a seat free
    }

    @Test
    void whoLeavesAndComesAgainMayFindASeat() {
        Seats seats = seats(a, b, c, d);
        seats.apply(List.of(a, b, c, d));
        seats.apply(List.of(a, b));

        assertThat(seats.apply(List.of(a, d))).isTrue();
    }

    /** Whether a part goes on after all were together, as its members see it one after the other. */
    private boolean goesOn(List<Member> all, List<Member> part) {
        Seats seats = seats(part.toArray(Member[]::new));
        seats.apply(all);
        return seats.apply(part);
    }

    private static List<Member> part(List<Member> all, int bits) {
        return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                .filter(i -> (bits & (1 << i)) != 0)
                .map(all::get)
                .toList();
    }

    /** Those have been heard of just now. */
    private static Seats seats(Member... heard) {
        Seats seats = new Seats(/* quorum= */ 2, Duration.ofDays(1));
        for (Member member : heard) {
            seats.onHeartbeat(member, Clock.currentTimeMillis());
        }
        return seats;
    }

    private static Member member(int number) {
        try {
            return new MemberImpl.Builder(new Address("127.0.0.1", 5700 + number))
                    .uuid(new UUID(0, number))
                    .version(MemberVersion.of(5, 7, 0))
                    .build();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
