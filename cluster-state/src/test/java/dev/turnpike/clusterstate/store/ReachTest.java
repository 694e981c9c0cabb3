package dev.turnpike.clusterstate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.turnpike.clusterstate.StateUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReachTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Reach.class);
    private final Reach reach = new Reach(new PaperStore(), System::nanoTime);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void problemsThatTakeTurnsAreLoggedOnceInAnOutage() {
        for (int i = 0; i < 5; i++) {
            fails("no answer in time");
            fails("cannot be reached");
        }
        assertThat(errors()).isEqualTo(2);
        assertThat(reach.health().problem()).isEqualTo("cannot be reached");

        reach.tell(() -> {});
        fails("cannot be reached");

        assertThat(errors()).isEqualTo(3);
    }

    private long errors() {
        return log.list.stream().filter(line -> line.getLevel() == Level.ERROR).count();
    }

    private void fails(String problem) {
        assertThatThrownBy(() -> reach.tell(() -> {
                    throw new StateUnavailableException(problem);
                }))
                .hasMessage(problem);
    }
}
