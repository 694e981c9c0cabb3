package dev.turnpike.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every policy of the guide is good, and decides the cases below it as the guide says. */
final class PolicyGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```(json|yaml)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void everyPolicyIsGoodAndDecidesItsCases() throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/policy-guide.md")));
        Path policy = directory.resolve("policy.json");
        Path cases = directory.resolve("cases.yaml");
        int policies = 0;
        int tested = 0;
        while (blocks.find()) {
            if (blocks.group(1).equals("json")) {
                Files.writeString(policy, blocks.group(2));
                Spoken validated = Spoken.of("policy", "validate", policy.toString());
                assertThat(validated.exitCode()).as(blocks.group(2) + validated).isZero();
                assertThat(validated.out() + validated.err()).doesNotContain("warning");
                policies++;
            } else {
                Files.writeString(cases, blocks.group(2));
                Spoken judged = Spoken.of("policy", "test", policy.toString(), cases.toString());
                assertThat(judged.exitCode()).as(blocks.group(2) + judged).isZero();
                tested++;
            }
        }

        assertThat(policies).isEqualTo(9);
        assertThat(tested).isEqualTo(8);
    }
}
