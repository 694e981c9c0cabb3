package dev.turnpike.loadtest.compare;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that takes calls.
 *
 * @param addresses over which the connections are spread evenly
 * @param processes whose CPU counts, with their descendants
 */
record Target(String name, List<InetSocketAddress> addresses, List<ProcessHandle> processes) {
    Target {
        addresses = List.copyOf(addresses);
        processes = List.copyOf(processes);
    }

    static Target of(String name, InetSocketAddress address, Process process) {
        return new Target(name, List.of(address), List.of(process.toHandle()));
    }

    /** Several of which each takes its part of the calls. */
    static Target of(String name, List<Target> parts) {
        return new Target(
                name,
                parts.stream().flatMap(part -> part.addresses().stream()).toList(),
                parts.stream().flatMap(part -> part.processes().stream()).toList());
    }

    Stream<InetSocketAddress> spread(int connections) {
        return Stream.iterate(0, i -> i + 1).limit(connections).map(i -> addresses.get(i % addresses.size()));
    }
}
