package dev.turnpike.clusterstate.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which database an address means. Only what is known to be harmless is taken: databases' addresses can name classes to
 * load, files to write and statements to run.
 */
final class Addresses {
    private static final String FILE = "file:";
    private static final String POSTGRES = "jdbc:postgresql:";
    /** Hosts with ports, a database, parameters; no user, which could bring a password along. */
    private static final Pattern POSTGRES_URL =
            Pattern.compile("jdbc:postgresql://([A-Za-z0-9._:,\\[\\]-]*)/([A-Za-z0-9._%+~-]+)(?:\\?(.*))?");

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z]+)=([A-Za-z0-9._,:/%+~-]+)");
    private static final Set<String> PARAMETERS = Set.of(
            "ApplicationName",
            "channelBinding",
            "connectTimeout",
            "currentSchema",
            "gssEncMode",
            "hostRecheckSeconds",
            "loadBalanceHosts",
            "prepareThreshold",
            "sslNegotiation",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "targetServerType");

    private Addresses() {}

    /** @throws IllegalArgumentException if the address is none that is taken; tells nothing of what it holds */
    static Dialect dialect(StoreSettings settings) {
        String address = settings.address();
        if (address.startsWith(FILE)) {
            return h2(address.substring(FILE.length()), settings);
        } else if (address.startsWith(POSTGRES)) {
            return postgres(address, settings);
        }
        throw new IllegalArgumentException("store: unknown kind of address (expected: `file:PATH` or"
                + " `jdbc:postgresql://HOST:PORT/DATABASE`)");
    }

    private static Dialect h2(String path, StoreSettings settings) {
        if (!settings.user().isEmpty() || !settings.password().get().isEmpty()) {
            throw new IllegalArgumentException(
                    "store: a user or a password for a file (expected: neither; the file's rights protect it)");
        }
        // What follows a semicolon would be settings of H2, and those can run statements.
        if (path.isBlank() || path.endsWith("/") || path.indexOf(';') >= 0 || hasControls(path)) {
            throw new IllegalArgumentException(
                    "store: not the path of a file (expected: `file:PATH`, without semicolons)");
        }
        try {
            return new H2(Path.of(path));
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException("store: not the path of a file (expected: `file:PATH`)", invalid);
        }
    }

    private static Dialect postgres(String address, StoreSettings settings) {
        Matcher parts = POSTGRES_URL.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException("store: not an address of PostgreSQL (expected:"
                    + " `jdbc:postgresql://HOST:PORT/DATABASE?PARAMETER=VALUE`, user and password apart)");
        }
        if (parts.group(3) != null) {
            for (String parameter : parts.group(3).split("&", -1)) {
                Matcher pair = PARAMETER.matcher(parameter);
                if (!pair.matches() || !PARAMETERS.contains(pair.group(1))) {
                    throw new IllegalArgumentException("store: a parameter that is not taken (expected: "
                            + String.join(", ", new TreeSet<>(PARAMETERS)) + "; user and password apart)");
                }
            }
        }
        return new Postgres(address, settings);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
