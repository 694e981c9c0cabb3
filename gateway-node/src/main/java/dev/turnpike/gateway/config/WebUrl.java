package dev.turnpike.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of URL and host that settings and documents may hold. */
final class WebUrl {
    private static final int LONGEST = 2048;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");

    /** An http or https URL with a host, without user and fragment; empty for anything else. */
    static Optional<URI> absolute(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean reachable = url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535;
            boolean bare = url.getRawUserInfo() == null && url.getRawFragment() == null;
            return web && reachable && bare ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException invalid) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port alone, lower-case; a slash at the end goes. */
    static Optional<URI> origin(String text) {
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return absolute(bare.toLowerCase(Locale.ROOT))
                .filter(url -> url.getRawPath().isEmpty() && url.getRawQuery() == null);
    }

    /** A name or an address as in a Host header, perhaps with a port, lower-case; or {@code *}. */
    static Optional<String> host(String text) {
        return text.equals("*") ? Optional.of(text) : origin("http://" + text).map(URI::getRawAuthority);
    }

    /** A name or an address that one can listen on; IPv6 with or without brackets. */
    static Optional<String> bindable(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return Optional.of(bare)
                .filter(name -> NAME.matcher(name).matches() || V6.matcher(name).matches());
    }

    /** A host as it stands in a URL. */
    static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private WebUrl() {}
}
