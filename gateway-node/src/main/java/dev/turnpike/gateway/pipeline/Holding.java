package dev.turnpike.gateway.pipeline;

import dev.turnpike.clusterstate.Approval;
import dev.turnpike.clusterstate.Ruling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Holds calls of one event loop until their approval is decided, but no longer than they may be. */
final class Holding {
    private final Waiting waiting;
    private final Deadlines deadlines;

    Holding(Waiting waiting, Deadlines deadlines) {
        this.waiting = waiting;
        this.deadlines = deadlines;
    }

    /**
     * Holds a call.
     *
     * @param most how long
     * @param take takes a use of the approval, if it can
     * @param untake gives it back, where nobody is there any more to have it
     */
    Wait begin(Call call, Approval approval, Duration most, Supplier<Future<Ruling>> take, Runnable untake) {
        Wait wait = new Wait(new Ruling(Ruling.Kind.PENDING, Optional.of(approval)), take, untake);
        wait.begin(call, approval.id(), most);
        return wait;
    }

    /** A call that is held. Confined to its context. */
    final class Wait {
        private final Promise<Ruling> ruling = Promise.promise();
        private final Supplier<Future<Ruling>> take;
        private final Runnable untake;
        private Ruling latest;
        private boolean taking;
        private boolean again;
        private boolean over;
        private Optional<Waiting.Wait> place = Optional.empty();
        private Deadlines.@Nullable Deadline deadline;

        private Wait(Ruling latest, Supplier<Future<Ruling>> take, Runnable untake) {
            this.latest = latest;
            this.take = take;
            this.untake = untake;
        }

        /** What it came to; pending if the time was over, the client went away or the node stops. */
        Future<Ruling> ruling() {
            return ruling.future();
        }

        private void begin(Call call, String approval, Duration most) {
            int length = call.message().envelope().raw().length();
            place = waiting.begin(approval, length, call.inbound().context(), this::look);
            if (place.isEmpty()) {
                end(latest);
                return;
            }
            deadline = deadlines.in(most, () -> {
                over = true;
                look();
            });
            call.inbound().gone().onComplete(gone -> end(latest));
            look(); // what was decided before the place was taken is no news any more
        }

        private void look() {
            if (ruling.future().isComplete()) {
                return;
            }
            if (taking) {
                again = true;
                return;
            }
            taking = true;
            take.get().onComplete(answer -> {
                taking = false;
                if (answer.failed()) {
                    if (ruling.tryFail(answer.cause())) {
                        leave();
                    }
                } else if (answer.result().kind() != Ruling.Kind.PENDING || over || waiting.isClosing()) {
                    end(answer.result());
                } else {
                    latest = answer.result();
                    if (again) {
                        again = false;
                        look();
                    }
                }
            });
        }

        private void end(Ruling with) {
            if (ruling.tryComplete(with)) {
                leave();
            } else if (with.kind() == Ruling.Kind.GRANTED) {
                untake.run();
            }
        }

        private void leave() {
            place.ifPresent(Waiting.Wait::end);
            if (deadline != null) {
                deadline.cancel();
            }
        }
    }
}
