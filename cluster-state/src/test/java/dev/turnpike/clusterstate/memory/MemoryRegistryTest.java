package dev.turnpike.clusterstate.memory;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.RegistryContract;

class MemoryRegistryTest implements RegistryContract {
    private final Registry registry = new MemoryRegistry();

    @Override
    public Registry registry() {
        return registry;
    }
}
