package dev.turnpike.clusterstate.memory;

import static dev.turnpike.clusterstate.Spends.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryContract;
import dev.turnpike.clusterstate.Resource;
import dev.turnpike.clusterstate.Resource.Origin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryRegistryTest implements RegistryContract {
    private final Registry registry = new MemoryRegistry();

    @Override
    public Registry registry() {
        return registry;
    }

    @Test
    void earlierRevisionsAreRememberedWhenThePolicyChangesComesBackOrGoes() throws Exception {
        write("a", "1", Origin.WRITTEN);
        write("a", "2", Origin.WRITTEN);
        write("b", "1", Origin.WRITTEN);
        write("a", "1", Origin.WRITTEN);
        assertThat(await(registry.revisions("a"))).extracting(Resource::json).containsExactly("1", "2", "1");
        assertThat(await(registry.revisions("a")))
                .extracting(Resource::revision)
                .containsExactly(4L, 2L, 1L);

        write("a", "1", Origin.FILES);
        assertThat(await(registry.revisions("a")))
                .extracting(Resource::revision)
                .containsExactly(4L, 2L, 1L);
        assertThat(await(registry.revisions("a")).get(0).origin()).isEqualTo(Origin.FILES);

        await(registry.apply(List.of(), Set.of(new Resource.Id(Resource.Kind.POLICY, "a"))));
        assertThat(await(registry.revisions("a"))).extracting(Resource::json).containsExactly("1", "2", "1");
    }

    @Test
    void onlyTheNewestAreRemembered() throws Exception {
        write("quiet", "first", Origin.WRITTEN);
        write("quiet", "second", Origin.WRITTEN);
        for (int i = 0; i < 3 * Registry.MOST_REVISIONS; i++) {
            write("busy", "" + i, Origin.WRITTEN);
        }

        assertThat(await(registry.revisions("busy")))
                .hasSize(Registry.MOST_REVISIONS)
                .extracting(Resource::json)
                .startsWith("299")
                .endsWith("200");
        assertThat(await(registry.revisions("quiet"))).hasSize(2);
    }

    @Test
    void allTogetherTakeNoMoreThanTheirShareOfMemory() throws Exception {
        String large = "x".repeat((int) (PolicyHistory.MOST_CHARS / 8));
        for (int i = 0; i < 5; i++) {
            write("a", large + i, Origin.WRITTEN);
            write("b", large + i, Origin.WRITTEN);
        }
        write("c", large, Origin.WRITTEN);

        int remembered = await(registry.revisions("a")).size()
                + await(registry.revisions("b")).size();
        assertThat(remembered).isEqualTo(6);
        assertThat(await(registry.revisions("a")).get(0).json()).endsWith("4");
    }

    private void write(String name, String json, Origin origin) throws Exception {
        await(registry.apply(List.of(new Resource(Resource.Kind.POLICY, name, json, 0, origin)), Set.of()));
    }
}
