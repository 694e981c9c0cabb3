package dev.turnpike.clusterstate;

import static dev.turnpike.clusterstate.Spends.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenReservationsTest {
    private final OpenReservations reservations = new OpenReservations("node");

    @Test
    void aReservationIsSettledOnce() {
        Reservation reservation = open();

        assertThat(reservations.settles(reservation)).isTrue();
        assertThat(reservations.settles(reservation)).isFalse();
    }

    @Test
    void whatIsNeverSettledIsForgottenInTime() {
        Reservation first = open();
        Reservation second = open();
        for (int i = 0; i < OpenReservations.MOST - 1; i++) {
            open();
        }

        assertThat(reservations.settles(first)).isFalse();
        assertThat(reservations.settles(second)).isTrue();
    }

    @Test
    void reservationsOfOtherNodesAreNotSettledHere() {
        Reservation elsewhere = new Reservation(ALICE, open().id().replace("node", "other"), List.of());

        assertThat(reservations.settles(elsewhere)).isFalse();
    }

    private Reservation open() {
        Reservation reservation = new Reservation(ALICE, reservations.nextId(), List.of());
        Spending kept = reservations.opened(new Spending.Granted(reservation, Optional.empty()));
        assertThat(kept).isInstanceOf(Spending.Granted.class);
        return reservation;
    }
}
