package dev.turnpike.clusterstate.hazelcast;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryContract;
import dev.turnpike.clusterstate.Resource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastRegistryTest implements RegistryContract {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final HazelcastRegistry registry = MEMBER.freshRegistry();

    @Override
    public Registry registry() {
        return registry;
    }

    @Test
    void whatOneNodeChangesReachesTheOthers() throws Exception {
        HazelcastRegistry other = MEMBER.openRegistry();
        Resource server = new Resource(Resource.Kind.SERVER, "s", "{}", /* revision= */ 0);

        Registry.Snapshot applied = await(registry.apply(List.of(server), Set.of()));

        await().untilAsserted(() -> assertThat(other.snapshot()).isEqualTo(applied));
        assertThat(MEMBER.openRegistry().snapshot()).isEqualTo(applied);
    }
}
