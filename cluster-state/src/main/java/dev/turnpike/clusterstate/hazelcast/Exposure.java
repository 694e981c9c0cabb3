package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.cluster.Member;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether strangers may reach the member port. Members trust whoever speaks to them, and nothing is encrypted. */
final class Exposure {
    private static final Logger LOG = LoggerFactory.getLogger(Exposure.class);
    private static final int UNIQUE_LOCAL_MASK = 0xfe;
    private static final int UNIQUE_LOCAL = 0xfc;

    private Exposure() {}

    /** Whether the member listens on an address that is not private; says what that means if so. */
    static boolean of(Member member) {
        try {
            boolean exposed = !isPrivate(member.getAddress().getInetAddress());
            if (exposed) {
                LOG.warn(
                        "the member port listens on {}, which is not a private address: whoever reaches it can read and"
                                + " change every limit and document, because members are neither authenticated nor"
                                + " encrypted; set `member-host` to a private address, and close the port to all but"
                                + " the nodes",
                        GridWatch.text(member));
            }
            return exposed;
        } catch (UnknownHostException gone) {
            return true;
        }
    }

    /** Loopback, link-local, RFC 1918, RFC 4193, and RFC 6598 (shared by a provider's customers, often a VPN's). */
    static boolean isPrivate(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || uniqueLocal
                || shared;
    }
}
