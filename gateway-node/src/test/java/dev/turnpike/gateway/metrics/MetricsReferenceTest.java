package dev.turnpike.gateway.metrics;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.ClusterHealth;
import dev.turnpike.clusterstate.StoreHealth;
import dev.turnpike.gateway.config.NodeConfigReader;
import dev.turnpike.gateway.http.Load;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The page of all metrics. */
final class MetricsReferenceTest {
    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String OWN = "<!-- own: written from the class `Meters`; a test compares them -->";
    private static final String PROCESS = "<!-- process: written from what a node exports; a test compares them -->";
    /** Which there are depends on the collector, and on whether it has worked already. */
    private static final String COLLECTOR = "jvm_gc_";

    private static final ClusterHealth GRID = new ClusterHealth(
            "memory",
            "",
            /* size= */ 1,
            /* quorum= */ 1,
            /* available= */ true,
            /* partitionsSafe= */ true,
            /* shards= */ 1,
            /* lostShards= */ 0,
            /* exposed= */ false,
            List.of());
    private static final StoreHealth STORE = new StoreHealth("file", /* available= */ true, 0, 0, "");
    private static final Map<Type, Object> ARGUMENTS = Map.of(
            String.class,
            "any",
            int.class,
            1,
            long.class,
            1L,
            boolean.class,
            true,
            Duration.class,
            Duration.ofSeconds(1),
            InstantSource.class,
            InstantSource.system(),
            BooleanSupplier.class,
            (BooleanSupplier) () -> true,
            Number.class,
            1,
            ClusterHealth.class,
            GRID,
            StoreHealth.class,
            STORE);

    @Test
    void thePageListsEveryMetricAsItIs() throws Exception {
        Scrape scrape = all();
        String own = table(scrape, OWN, name -> name.startsWith("turnpike_"));
        String process = table(scrape, PROCESS, name -> !name.startsWith("turnpike_") && !name.startsWith(COLLECTOR));
        Files.writeString(Path.of("target/metrics.md"), own + "\n" + process);

        assertThat(Files.readString(PAGE))
                .as("the tables as they should be are in target/metrics.md")
                .contains(own)
                .contains(process);
    }

    @Test
    void everyMetricSaysWhatItIs() throws Exception {
        assertThat(all().families().values())
                .hasSizeGreaterThan(60)
                .allSatisfy(
                        family -> assertThat(family.help()).as(family.name()).isNotBlank());
    }

    /** With those that come with their first use. */
    private static Scrape all() throws Exception {
        try (Meters meters = new Meters()) {
            for (Method method : Meters.class.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !Set.of("close", "scrape", "gauge").contains(method.getName())) {
                    method.invoke(
                            meters,
                            Arrays.stream(method.getGenericParameterTypes())
                                    .map(MetricsReferenceTest::any)
                                    .toArray());
                }
            }
            assertThat(new Load(
                                    NodeConfigReader.read(Map.of(), Map.of(), Optional.empty())
                                            .caps(),
                                    meters)
                            .unanswered())
                    .isZero();
            return Scrape.of(meters.scrape());
        }
    }

    private static Object any(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Supplier.class) {
            Object supplied = any(generic.getActualTypeArguments()[0]);
            return (Supplier<?>) () -> supplied;
        }
        Object value = ARGUMENTS.get(type);
        if (value == null) {
            throw new AssertionError("say here what a " + type.getTypeName() + " may be");
        }
        return value;
    }

    private static String table(Scrape scrape, String comment, Predicate<String> chosen) {
        return scrape.families().values().stream()
                .filter(family -> chosen.test(family.name()))
                .map(family -> "| `" + family.name() + "` | " + family.type() + " | " + labels(family) + " | "
                        + family.help() + " |")
                .collect(
                        joining("\n", comment + "\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n", "\n"));
    }

    private static String labels(Scrape.Family family) {
        Set<String> names = new TreeSet<>(family.labels().keySet());
        names.remove("le"); // the bounds of a histogram
        return names.stream().map(name -> "`" + name + "`").collect(joining(", "));
    }
}
