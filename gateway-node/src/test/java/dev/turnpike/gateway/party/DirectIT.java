package dev.turnpike.gateway.party;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
class DirectIT {
    @TempDir Path out;
    @Test void x() throws Exception {
        try (PartyServer s = PartyServer.proxiedEverything()) {
            List<Call> calls = List.of(new Call("echo", Map.of("message", "hi")), new Call("nope", Map.of()));
            System.out.println(Client.javaSdk(s.url(), "t", calls));
            System.out.println(Client.langchain4j(s.url(), "t", calls));
            System.out.println(Client.script("client-sdk2-modern.mjs").exercise(s.url(), "t", calls));
            System.out.println(Client.script("client-mcp-remote.mjs").exercise(s.url(), "t", calls));
            Scores a = Conformance.run(s.url(), "2025-11-25", "t", out);
            System.out.println(a);
        }
    }
}
