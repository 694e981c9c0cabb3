package dev.turnpike.gateway.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LegibleTest {
    @Test
    void whatIsSeenStaysAsItIs() {
        String text = "Zoë, 田中, שלום & \uD83D\uDE00\n\t{\"a\": 1}";

        assertThat(Legible.of(text)).isEqualTo(text);
    }

    @Test
    void whatIsNotSeenStandsAsAnEscape() {
        for (int point : new int[] {
            0x202E, 0x200B, 0xAD, 0xA0, 0x3000, 0x034F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x2800, 0x3164, 0xFE0F, 0xFFA0,
            0x1D159, 0xE0041, 0xE0100
        }) {
            assertThat(Legible.of("bob" + Character.toString(point) + "!"))
                    .as("U+%04X", point)
                    .matches("bob(\\\\u[0-9a-f]{4}){1,2}!");
        }
    }
}
