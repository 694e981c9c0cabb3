package dev.turnpike.clusterstate.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExposureTest {
    @Test
    void privateAddressesAreToldFromPublicOnes() throws UnknownHostException {
        for (String address : List.of(
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.1",
                "192.168.1.1",
                "169.254.0.1",
                "100.64.0.1",
                "100.127.255.1",
                "::1",
                "fe80::1",
                "fd12::1",
                "fc00::1")) {
            assertThat(Exposure.isPrivate(address(address))).as(address).isTrue();
        }
        for (String address : List.of(
                "0.0.0.0", "::", "8.8.8.8", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.169.0.1", "2001:db8::1")) {
            assertThat(Exposure.isPrivate(address(address))).as(address).isFalse();
        }
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }
}
