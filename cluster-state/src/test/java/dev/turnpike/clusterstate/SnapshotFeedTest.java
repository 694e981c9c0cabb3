package dev.turnpike.clusterstate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotFeedTest {
    private final SnapshotFeed feed = new SnapshotFeed();

    @Test
    void newsThatAreOlderThanWhatIsKnownChangeNothing() {
        feed.advance(snapshot(5, "five"));

        assertThat(feed.advance(snapshot(4, "four"))).isEqualTo(snapshot(5, "five"));
    }

    @Test
    void whatWasReadIsFollowedToALowerRevisionAndWatchersLearnIt() {
        List<Snapshot> seen = new ArrayList<>();
        feed.advance(snapshot(5, "lost"));
        feed.watch(seen::add);

        feed.follow(snapshot(3, "survived"), feed.turn());
        feed.follow(snapshot(3, "another of that number"), feed.turn());

        assertThat(seen)
                .containsExactly(snapshot(5, "lost"), snapshot(3, "survived"), snapshot(3, "another of that number"));
    }

    @Test
    void whatWasReadBeforeOtherNewsCameIsNotFollowedBack() {
        long before = feed.turn();
        feed.advance(snapshot(5, "five"));

        assertThat(feed.follow(snapshot(4, "read before"), before)).isEqualTo(snapshot(5, "five"));
        assertThat(feed.follow(snapshot(6, "six"), before)).isEqualTo(snapshot(6, "six"));
    }

    private static Snapshot snapshot(long revision, String name) {
        Resource resource = new Resource(Resource.Kind.SERVER, name, "{}", revision);
        return new Snapshot(revision, Map.of(resource.id(), resource));
    }
}
