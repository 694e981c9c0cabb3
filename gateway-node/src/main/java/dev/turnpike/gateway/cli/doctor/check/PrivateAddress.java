package dev.turnpike.gateway.cli.doctor.check;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.regex.Pattern;

/** What the text of an address tells of who may reach it. Looks no name up. */
final class PrivateAddress {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int UNIQUE_LOCAL_MASK = 0xfe;
    private static final int UNIQUE_LOCAL = 0xfc;

    private PrivateAddress() {}

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    static boolean isWildcard(String host) {
        return Set.of("0.0.0.0", "::").contains(host);
    }

    /** An address that is known to be none of RFC 1918, RFC 4193, RFC 6598, link-local or loopback. */
    static boolean isPublic(String host) {
        if (!LITERAL.matcher(host).matches() || isWildcard(host)) {
            return false;
        }
        try {
            InetAddress address = InetAddress.getByName(host);
            byte[] bytes = address.getAddress();
            boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
            boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
            return !(address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || uniqueLocal
                    || shared);
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }

    /** The host of {@code host} or {@code host:port}; IPv6 with brackets where there is a port. */
    static String host(String address) {
        if (address.startsWith("[")) {
            return address.substring(1, Math.max(1, address.indexOf(']')));
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }
}
