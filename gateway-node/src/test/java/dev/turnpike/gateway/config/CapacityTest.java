package dev.turnpike.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turnpike.clusterstate.Registry;
import dev.turnpike.clusterstate.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final int LONG = 4 << 20;

    private final Problems problems = new Problems();

    @Test
    void aBoundedNumberOfDocumentsIsTaken() {
        Registry.Snapshot full = stored(Capacity.MOST_DOCUMENTS, "{}");

        Capacity.check(Set.of(id(0)), Set.of(), /* pinned= */ 0, full, problems);
        Capacity.check(Set.of(id(Capacity.MOST_DOCUMENTS)), Set.of(id(1)), /* pinned= */ 0, full, problems);
        assertThat(problems.errors()).isEmpty();

        Capacity.check(Set.of(id(0)), Set.of(), /* pinned= */ 1, full, problems);
        assertThat(problems.errors()).singleElement().asString().contains("more than 50000 documents");
    }

    @Test
    void documentsSayABoundedNumberOfCharacters() {
        Registry.Snapshot full = stored(8, "x".repeat(LONG));

        Capacity.checkSize(List.of(document(3, "y".repeat(LONG))), Set.of(), full, problems);
        Capacity.checkSize(List.of(document(8, "y")), Set.of(id(0)), full, problems);
        assertThat(problems.errors()).isEmpty();

        Capacity.checkSize(List.of(document(8, "y")), Set.of(), full, problems);
        assertThat(problems.errors()).singleElement().asString().contains("more than 33554432 characters");
    }

    @Test
    void whatSaysTooMuchAlreadyCanBeMadeShorter() {
        Registry.Snapshot tooMuch = stored(9, "x".repeat(LONG));

        Capacity.checkSize(List.of(document(3, "y".repeat(LONG - 1))), Set.of(), tooMuch, problems);
        assertThat(problems.errors()).isEmpty();
    }

    private static Registry.Snapshot stored(int count, String json) {
        return new Registry.Snapshot(
                count,
                IntStream.range(0, count)
                        .mapToObj(i -> document(i, json))
                        .collect(Collectors.toMap(Resource::id, r -> r)));
    }

    private static Resource document(int number, String json) {
        return new Resource(Resource.Kind.POLICY, "p" + number, json, 1);
    }

    private static Resource.Id id(int number) {
        return new Resource.Id(Resource.Kind.POLICY, "p" + number);
    }
}
