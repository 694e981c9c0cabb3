package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.CounterOwner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {
    @ParameterizedTest
    @CsvSource({
        "GRANT, alice, 11",
        "GRANT, bob, 10",
        "GRANT, kestra-agent, 6",
        "GRANT, Grüße, 9",
        "GRANT, '', 10",
        "SERVER, alice, 9",
        "SERVER, kestra, 4",
        "CLUSTER, '', 3"
    })
    void theShardOfAnOwnerNeverChanges(CounterOwner.Kind kind, String id, int shard) {
        assertThat(Lanes.shard(new CounterOwner(kind, id), GridConfig.SHARDS)).isEqualTo(shard);
    }

    @ParameterizedTest
    @CsvSource({"grant-%d", "%d", "team/%d/agent", "%08d"})
    void ownersSpreadEvenly(String pattern) {
        int[] owners = new int[GridConfig.SHARDS];
        for (int i = 0; i < 12_000; i++) {
            owners[Lanes.shard(CounterOwner.grant(String.format(pattern, i)), owners.length)]++;
        }

        for (int some : owners) {
            assertThat(some).isBetween(800, 1_200);
        }
    }

    @Test
    void thereAreTwelveShards() {
        assertThat(GridConfig.SHARDS).isEqualTo(12);
    }
}
