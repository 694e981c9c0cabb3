package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every key ring promises. */
public interface KeyRingContract {
    String START = "2026-03-01T12:00:00Z";

    /** A ring without keys, by the time of {@link #move}. */
    KeyRing ring();

    /** Moves all clocks of the ring. */
    void move(Duration by);

    @Test
    default void oneKeySealsForADay() throws Exception {
        List<KeyRing.Key> first = await(ring().keys());
        assertThat(first).hasSize(1);
        assertThat(first.get(0).secret()).hasSize(32);

        move(Duration.ofMillis(KeyRing.RENEWED_MILLIS - 1));

        assertThat(ids(await(ring().keys()))).isEqualTo(ids(first));
        assertThat(await(ring().keys()).get(0).secret()).isEqualTo(first.get(0).secret());
    }

    @Test
    default void aNewKeyOpensAtOnceButSealsWhenEverybodyKnowsIt() throws Exception {
        String old = sealing(ring());

        move(Duration.ofMillis(KeyRing.RENEWED_MILLIS));
        List<KeyRing.Key> both = await(ring().keys());
        assertThat(ids(both)).hasSize(2);
        assertThat(both.get(0).id()).isEqualTo(old);

        move(Duration.ofMillis(2 * KeyRotation.KNOWN_MILLIS));
        assertThat(sealing(ring())).isEqualTo(both.get(1).id());
        assertThat(ids(await(ring().keys()))).contains(old);
    }

    @Test
    default void keysAreGoneSomeDaysLater() throws Exception {
        String old = sealing(ring());
        Set<String> seen = new HashSet<>();
        for (int day = 0; day < 5; day++) {
            move(Duration.ofMillis(KeyRing.RENEWED_MILLIS));
            seen.addAll(ids(await(ring().keys())));
        }

        assertThat(seen).hasSize(6);
        assertThat(ids(await(ring().keys()))).hasSize(2).doesNotContain(old);
    }

    @Test
    default void aKeyDoesNotShowItsSecret() throws Exception {
        KeyRing.Key key = await(ring().keys()).get(0);

        assertThat(key).hasToString("key " + key.id());
    }

    private static String sealing(KeyRing ring) throws Exception {
        return await(ring.keys()).get(0).id();
    }

    private static List<String> ids(List<KeyRing.Key> keys) {
        return keys.stream().map(KeyRing.Key::id).toList();
    }
}
