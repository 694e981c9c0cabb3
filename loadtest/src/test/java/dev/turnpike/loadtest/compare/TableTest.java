package dev.turnpike.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("", "x nginx").row("node", "1.5");

        assertThat(table)
                .hasToString(String.join("\n", "|      | x nginx |", "|------|---------|", "| node | 1.5     |"));
    }

    @Test
    void everyRowHasAllCells() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("1"));
    }
}
