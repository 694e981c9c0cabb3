package dev.turnpike.gateway.cli;

import dev.turnpike.gateway.config.SecretException;
import dev.turnpike.gateway.config.SecretReference;
import dev.turnpike.gateway.config.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Headers from the command line, whose values are references to secrets. */
final class HeaderReferences {
    /** RFC 9110, token. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private HeaderReferences() {}

    /** The headers by name. @throws CommandFailure for what is no reference, without repeating it */
    static Map<String, String> resolve(List<String> headers, Map<String, String> environment) {
        Secrets secrets = new Secrets(environment);
        Map<String, String> resolved = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            String name = colon < 0 ? "" : header.substring(0, colon).strip();
            if (!NAME.matcher(name).matches()) {
                throw CommandFailure.misused("--header: expected `Name: env:VARIABLE` or `Name: file:/path`");
            }
            SecretReference reference = SecretReference.parse(
                            header.substring(colon + 1).strip())
                    .orElseThrow(() -> CommandFailure.misused("--header: the value of `" + name
                            + "` is no reference; write `env:VARIABLE` or `file:/path`, so that no secret stands on the"
                            + " command line"));
            try {
                resolved.put(name, secrets.resolve(reference).reveal());
            } catch (SecretException e) {
                throw CommandFailure.misused("--header: `" + name + "`: " + e.getMessage());
            }
        }
        return resolved;
    }
}
