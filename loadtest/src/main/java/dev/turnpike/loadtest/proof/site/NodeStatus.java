package dev.turnpike.loadtest.proof.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What a node says of itself and of the grid.
 *
 * @param ready whether balancers may send it requests
 * @param members how many nodes it sees, itself among them
 * @param safe whether every counter has as many copies as it should
 * @param stored whether the store is reached, and knows everything but what changed just now
 */
record NodeStatus(boolean ready, int members, boolean safe, boolean stored) {
    private static final long JUST_NOW_MILLIS = 900;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** Empty if it does not answer. */
    static Optional<NodeStatus> ask(Place place) {
        URI uri = URI.create("http://" + place.host() + ":" + place.managementPort() + "/statusz");
        try {
            HttpResponse<byte[]> answer = CLIENT.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? Optional.of(read(JSON.readTree(answer.body()))) : Optional.empty();
        } catch (IOException silent) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static NodeStatus read(JsonNode status) {
        JsonNode grid = status.path("grid");
        JsonNode store = status.path("store");
        return new NodeStatus(
                status.path("ready").asBoolean(),
                grid.path("members").size(),
                grid.path("partitionsSafe").asBoolean(),
                store.path("available").asBoolean() && store.path("lagMillis").asLong() < JUST_NOW_MILLIS);
    }
}
