package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocketIdsTest {
    private final DocketIds ids = new DocketIds(GridConfig.SHARDS);

    @ParameterizedTest
    @CsvSource({"alice, n", "bob, m", "kestra-agent, g", "Grüße, k"})
    void theDocketOfAGrantNeverChangesAndItsIdsNameIt(String grant, String letter) {
        String id = ids.next(grant);

        assertThat(id).startsWith(letter);
        assertThat(ids.named(id)).hasValue(ids.docketOf(grant));
    }

    @Test
    void everyDocketHasALetterOfItsOwn() {
        assertThat("abcdefghjkmn"
                        .chars()
                        .mapToObj(letter -> ids.named((char) letter + "0").orElseThrow()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(ids.named("")).isEmpty();
        assertThat(ids.named("0")).isEmpty();
        assertThat(ids.named("A0")).isEmpty();
        assertThat(new DocketIds(2).named("c0")).isEmpty();
    }
}
