package dev.turnpike.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachNotificationIsAnEventOfOneLineAndItsNumberRises() throws Exception {
        Progress progress = new Progress("\"to\\nken\"", "Ask \"bob\".\nOr é.");
        for (int number = 1; number <= 11; number++) {
            String event = progress.next().toString();
            assertThat(event).startsWith("data: {").endsWith("}\n\n").matches("[^\n]*\n\n");
            assertThat(JSON.readTree(event.substring("data: ".length())))
                    .isEqualTo(JSON.readTree("""
                            {"jsonrpc":"2.0","method":"notifications/progress","params":
                             {"progressToken":"to\\nken","progress":%d,"message":"Ask \\"bob\\".\\nOr é."}}""".formatted(number)));
        }
    }

    @Test
    void aTokenThatIsANumberStaysOne() throws Exception {
        String event = new Progress("7", "").next().toString();
        assertThat(JSON.readTree(event.substring("data: ".length())).at("/params/progressToken"))
                .isEqualTo(JSON.readTree("7"));
    }
}
