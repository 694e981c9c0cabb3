package dev.turnpike.gateway.cli.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The answer to one request among the events of a stream (WHATWG HTML, server-sent events). */
final class SseAnswer {
    private SseAnswer() {}

    /** Reads until the message with that id has come, and no further: a server may keep the stream open. */
    static JsonNode find(InputStream stream, ObjectMapper mapper, JsonNode id) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                String value = line.substring("data:".length());
                data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
            } else if (line.isEmpty() && data.length() > 0) {
                JsonNode message = data.toString().isBlank() ? mapper.missingNode() : mapper.readTree(data.toString());
                if (message.path("id").equals(id) && !message.has("method")) {
                    return message;
                }
                data.setLength(0);
            }
        }
        return mapper.missingNode();
    }
}
