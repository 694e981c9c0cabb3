package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.gateway.config.Operator.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveOperatorsTest {
    private static final String CAROL = "tpo_carol-carol-carol-carol-carol-carol-0";
    private static final String ROTATED = "tpo_carol-carol-carol-carol-carol-carol-1";
    private static final String DAVE = "tpo_dave-dave-dave-dave-dave-dave-dave-0";
    private static final String ADMIN = "tpo_admin-admin-admin-admin-admin-admin-0";
    private static final Secrets SECRETS = new Secrets(Map.of("ADMIN", ADMIN));

    @TempDir
    private Path directory = Path.of(".");

    private Path file = Path.of(".");
    private Path token = Path.of(".");

    @BeforeEach
    void carolApprovesAndDaveLooksOn() throws IOException {
        token = Files.writeString(directory.resolve("carol.token"), CAROL + "\n");
        file = Files.writeString(directory.resolve("operators.yaml"), """
                operators:
                  - { name: carol, role: approver, token: "file:%s" }
                  - { name: dave@example.org, role: viewer, tokenSha256: "%s" }
                """.formatted(
                        token, TokenHash.of(DAVE).hex()));
    }

    @Test
    void operatorsAreKnownByTheirTokens() {
        Operators operators = open("env:ADMIN").current();

        assertThat(operators.byToken(CAROL)).contains(new Operator("carol", Role.APPROVER, TokenHash.of(CAROL)));
        assertThat(operators.byToken(DAVE)).map(Operator::role).contains(Role.VIEWER);
        assertThat(operators.byToken(ADMIN)).contains(new Operator("admin", Role.ADMIN, TokenHash.of(ADMIN)));
        assertThat(operators.byToken("")).isEmpty();
        assertThat(operators.byToken(CAROL.substring(1))).isEmpty();
        assertThat(operators.byToken(TokenHash.of(CAROL).hex())).isEmpty();
    }

    @Test
    void anotherTokenCountsFromTheNextReadingOnAndTheFormerNoMore() throws IOException {
        LiveOperators operators = open("env:ADMIN");
        Files.writeString(token, ROTATED);

        operators.refresh();

        assertThat(operators.current().byToken(ROTATED)).map(Operator::name).contains("carol");
        assertThat(operators.current().byToken(CAROL)).isEmpty();
    }

    @Test
    void aFileThatIsEditedIsReadAtTheNextLook() throws IOException {
        LiveOperators operators = open("env:ADMIN");
        Files.writeString(file, "operators: []");

        operators.refreshIfChanged();

        assertThat(operators.current().all()).extracting(Operator::name).containsExactly("admin");
    }

    @Test
    void aFileThatIsLeftAloneIsNotReadAtEveryLook() throws IOException {
        LiveOperators operators = open("env:ADMIN");
        Operators before = operators.current();
        Files.writeString(token, ROTATED);

        operators.refreshIfChanged();

        assertThat(operators.current()).isSameAs(before);
    }

    @Test
    void thoseInForceStayWhileSomethingIsWrong() throws IOException {
        LiveOperators operators = open("env:ADMIN");
        String good = Files.readString(file);
        Files.writeString(file, "operators: [{ name: mallory, role: admin }]");

        operators.refreshIfChanged();
        assertThat(operators.current().byToken(CAROL)).isPresent();

        Files.writeString(file, good.replace("viewer", "admin"));
        operators.refreshIfChanged();
        assertThat(operators.current().byToken(DAVE)).map(Operator::role).contains(Role.ADMIN);
    }

    @Test
    void withoutAnyAnAdminIsMadeWhoseTokenStaysTheSame() {
        LiveOperators operators =
                LiveOperators.open(new NodeConfig.Admin(Optional.empty(), Optional.empty(), Optional.empty()), SECRETS);
        String made = operators.made().orElseThrow().reveal();

        operators.refresh();

        assertThat(made).startsWith("tpo_").hasSize(47);
        assertThat(operators.current().byToken(made)).map(Operator::role).contains(Role.ADMIN);
        assertThat(operators.current().all()).hasSize(1);
    }

    @Test
    void withOperatorsOfTheirOwnPeopleGetNoneMade() {
        LiveOperators operators = LiveOperators.open(
                new NodeConfig.Admin(Optional.of(file), Optional.empty(), Optional.empty()), SECRETS);

        assertThat(operators.made()).isEmpty();
        assertThat(operators.current().all()).extracting(Operator::name).doesNotContain("admin");
    }

    @Test
    void theExampleOfTheDocumentationIsRead() throws IOException {
        String page = Files.readString(Path.of("../docs/configuration.md"));
        int start = page.indexOf("```yaml\noperators:") + "```yaml\n".length();
        Files.writeString(file, page.substring(start, page.indexOf("```", start)));

        Operators operators = LiveOperators.open(
                        new NodeConfig.Admin(Optional.of(file), Optional.empty(), Optional.empty()),
                        new Secrets(Map.of("CAROL_TOKEN", CAROL)))
                .current();

        assertThat(operators.all()).extracting(Operator::name).containsExactlyInAnyOrder("carol", "dave@example.org");
    }

    private LiveOperators open(String adminToken) {
        return LiveOperators.open(
                new NodeConfig.Admin(Optional.of(file), SecretReference.parse(adminToken), Optional.empty()), SECRETS);
    }
}
