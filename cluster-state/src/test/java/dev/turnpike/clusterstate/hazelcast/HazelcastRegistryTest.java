package dev.turnpike.clusterstate.hazelcast;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class HazelcastRegistryTest implements RegistryContract {
    @RegisterExtension
    static final TestMember MEMBER = new TestMember();

    private final HazelcastRegistry registry = MEMBER.freshRegistry();

    @Override
    public Registry registry() {
        return registry;
    }
}
