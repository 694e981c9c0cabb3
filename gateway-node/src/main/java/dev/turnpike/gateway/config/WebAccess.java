package dev.turnpike.gateway.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which {@code Host} and {@code Origin} headers a port accepts: the defence against DNS rebinding, where a page of a
 * foreign name reaches a local port. Names are compared without their port, unless the port was given.
 *
 * @param hosts lower-case names or {@code name:port}; {@code *} stands for any
 * @param origins serialized origins as of RFC 6454, section 6.2
 * @param anyAddress whether IP literals are accepted as host: a page cannot rebind an address, and probes use it
 * @param loopbackOrigins whether pages of this machine are accepted, on any port
 */
public record WebAccess(Set<String> hosts, Set<String> origins, boolean anyAddress, boolean loopbackOrigins) {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern IP_V4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern LOOPBACK_ORIGIN =
            Pattern.compile("https?://(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

    public WebAccess {
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
    }

    /** Whether a request with this {@code Host} header (or {@code :authority}) may come in. */
    public boolean allowsHost(String header) {
        var host = HOST.matcher(header.toLowerCase(Locale.ROOT));
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1);
        boolean address = name.startsWith("[") || IP_V4.matcher(name).matches();
        return hosts.contains("*") || hosts.contains(name) || hosts.contains(host.group()) || (anyAddress && address);
    }

    /** Whether a request with this {@code Origin} header may come in; one without the header always may. */
    public boolean allowsOrigin(String header) {
        String origin = header.toLowerCase(Locale.ROOT);
        return origins.contains(origin)
                || (loopbackOrigins && LOOPBACK_ORIGIN.matcher(origin).matches());
    }
}
