package dev.turnpike.gateway.party;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The official conformance suite, run against the server at a URL. */
final class Conformance {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A scenario's results are in a directory {@code server-<scenario>-<time>}. */
    private static final Pattern RESULTS = Pattern.compile("server-(.+)-\\d{4}-\\d\\d-\\d\\dT[-\\d]+Z");

    private Conformance() {}

    /**
     * Runs exactly the scenarios that a revision of the specification requires.
     *
     * @param token the bearer token that each request carries
     * @param results an empty directory for what the suite writes
     */
    static Scores run(URI url, String revision, String token, Path results) throws Exception {
        Map<String, String> environment =
                Map.of("PARTY_ORIGIN", url.getScheme() + "://" + url.getAuthority(), "PARTY_TOKEN", token);
        String suite = Parties.module("@modelcontextprotocol/conformance/dist/index.js");
        try (PartyProcess process = Parties.start(
                environment,
                List.of("bearer.mjs"),
                suite,
                "server",
                "--url",
                url.toString(),
                "--requirements",
                revision,
                "-o",
                results.toString())) {
            // The exit code says whether every check passed; which did is in the files.
            process.awaitExit();
            return read(results, process.output());
        }
    }

    private static Scores read(Path results, String output) throws IOException {
        Map<String, Scores.Score> scores = new TreeMap<>();
        try (Stream<Path> scenarios = Files.list(results)) {
            for (Path scenario : (Iterable<Path>) scenarios::iterator) {
                var name = RESULTS.matcher(scenario.getFileName().toString());
                if (!name.matches()) {
                    throw new IOException("unexpected result `" + scenario.getFileName() + "` of the suite");
                }
                for (JsonNode check :
                        JSON.readTree(scenario.resolve("checks.json").toFile())) {
                    scores.merge(
                            name.group(1) + "/" + check.path("id").asText(),
                            Scores.Score.of(check),
                            Scores.Score::plus);
                }
            }
        }
        return new Scores(scores, output);
    }
}
