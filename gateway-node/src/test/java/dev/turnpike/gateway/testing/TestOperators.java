package dev.turnpike.gateway.testing;

import static java.util.stream.Collectors.joining;

import dev.turnpike.gateway.config.Operator.Role;
import dev.turnpike.gateway.config.TokenHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** One operator of each role, by the name of the role. */
public final class TestOperators {
    private TestOperators() {}

    /** The operator's token. */
    public static String token(Role role) {
        return token(role.text());
    }

    /** The token of the operator of that name. */
    public static String token(String name) {
        return "tpo_%s-%s-%s-%s-%s-%s".formatted(name, name, name, name, name, name);
    }

    /** Writes a file of them, and of further approvers. */
    public static Path write(Path directory, String... approvers) throws IOException {
        String all = Arrays.stream(Role.values())
                .map(role -> entry(role.text(), role))
                .collect(joining());
        String more =
                Arrays.stream(approvers).map(name -> entry(name, Role.APPROVER)).collect(joining());
        return Files.writeString(directory.resolve("operators.txt"), "operators:\n" + all + more);
    }

    private static String entry(String name, Role role) {
        return "  - { name: %s, role: %s, tokenSha256: \"%s\" }\n"
                .formatted(name, role.text(), TokenHash.of(token(name)).hex());
    }
}
