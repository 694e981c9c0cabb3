package dev.turnpike.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files that Grafana loads. */
final class DashboardsTest {
    private static final Path FILES = Path.of("../deploy/grafana/dashboards");

    @Test
    void theFilesAreAsTheyAreWritten() throws Exception {
        Path written = Files.createDirectories(Path.of("target/dashboards"));
        for (Dashboard dashboard : Dashboards.all()) {
            Files.writeString(written.resolve(dashboard.file()), dashboard.text());
        }

        for (Dashboard dashboard : Dashboards.all()) {
            assertThat(FILES.resolve(dashboard.file()))
                    .as("all files as they should be are in target/dashboards")
                    .hasContent(dashboard.text());
        }
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Dashboards.all().stream().map(Dashboard::file).toList());
        }
    }

    @Test
    void everyPanelIsDescribedAndHasItsPlace() throws Exception {
        Set<String> uids = new HashSet<>();
        for (Dashboard dashboard : Dashboards.all()) {
            JsonNode json = new ObjectMapper().readTree(dashboard.text());
            assertThat(uids.add(json.path("uid").asText())).isTrue();
            assertThat(json.path("uid").asText()).matches("[a-z-]{1,40}");
            assertThat(json.path("title").asText()).startsWith("Turnpike: ");
            Set<List<Integer>> cells = new HashSet<>();
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : json.path("panels")) {
                String title = panel.path("title").asText();
                assertThat(title).isNotBlank();
                assertThat(panel.path("description").asText()).as(title).endsWith(".");
                assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                        .as(title)
                        .isIn("none", "short", "s", "reqps", "bytes", "percentunit");
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.path("targets")).isNotEmpty();
                JsonNode place = panel.path("gridPos");
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        int column = place.path("x").asInt() + x;
                        assertThat(column).isLessThan(24);
                        assertThat(cells.add(List.of(column, place.path("y").asInt() + y)))
                                .as("%s lies on another panel", title)
                                .isTrue();
                    }
                }
            }
        }
    }
}
