package dev.turnpike.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules for Prometheus, as Prometheus judges them and as their own tests do. */
final class RulesTest {
    private static final Path PAGE = Path.of("../docs/monitoring.md");
    private static final Pattern ALERT_NAME = Pattern.compile("alertname=\"(\\w+)\"");

    @Test
    void prometheusTakesTheConfigurationAndItsRules() throws Exception {
        assertThat(RuleFiles.promtool(List.of(
                        "check",
                        "config",
                        RuleFiles.PROMETHEUS.resolve("prometheus.yml").toString())))
                .contains("SUCCESS: 2 rule files found")
                .doesNotContain("FAILED");
    }

    @Test
    void theRulesDoWhatTheirTestsSay() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        RuleFiles.in(RuleFiles.TESTS).forEach(file -> arguments.add(file.toString()));

        assertThat(RuleFiles.promtool(arguments)).contains("SUCCESS").doesNotContain("FAILED", "exit code");
    }

    @Test
    void everyAlertIsTestedToFireAndToWait() throws Exception {
        Set<String> fired = new TreeSet<>();
        for (JsonNode each : RuleFiles.cases()) {
            Set<String> before = new HashSet<>();
            for (JsonNode moment : each.path("promql_expr_test")) {
                Set<String> now = firing(moment);
                now.stream().filter(name -> !before.contains(name)).forEach(fired::add);
                assertThat(each.path("promql_expr_test").size())
                        .as(each.path("name").asText())
                        .isGreaterThan(now.isEmpty() ? 0 : 1);
                before.addAll(now);
            }
        }

        assertThat(fired)
                .containsExactlyInAnyOrderElementsOf(RuleFiles.alerts().stream()
                        .map(alert -> alert.path("alert").asText())
                        .toList());
    }

    @Test
    void everyAlertSaysWhatToDoAndHasASectionInThePage() throws Exception {
        String page = Files.readString(PAGE);

        assertThat(RuleFiles.alerts()).hasSizeGreaterThan(30).allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).endsWith(".");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/monitoring.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(page).contains("\n### " + name + "\n");
            assertThat(page)
                    .as("the table of alerts has severity and time of %s", name)
                    .contains("| [" + name + "](#" + name.toLowerCase(Locale.ROOT) + ") | "
                            + alert.at("/labels/severity").asText() + " | "
                            + alert.path("for").asText("at once") + " |");
        });
    }

    private static Set<String> firing(JsonNode moment) {
        Set<String> names = new HashSet<>();
        moment.path("exp_samples").forEach(sample -> {
            Matcher name = ALERT_NAME.matcher(sample.path("labels").asText());
            if (name.find()) {
                names.add(name.group(1));
            }
        });
        return names;
    }
}
