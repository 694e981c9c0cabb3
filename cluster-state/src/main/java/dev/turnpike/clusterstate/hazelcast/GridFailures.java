package dev.turnpike.clusterstate.hazelcast;

import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.core.OperationTimeoutException;
import com.hazelcast.spi.exception.RetryableException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import dev.turnpike.clusterstate.StateUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What Hazelcast's failures mean to whoever asked. */
final class GridFailures {
    private GridFailures() {}

    /** The failure as a {@link BatchLane} understands it, and others do: to be tried again, or final. */
    static RuntimeException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StateUnavailableException unavailable) {
            return unavailable;
        }
        if (cause instanceof SplitBrainProtectionException) {
            return new StateUnavailableException("too few nodes are there to agree on anything", cause);
        }
        // An answer that did not come, or a backup that did not confirm: what was asked may have been done.
        if (cause instanceof IndeterminateOperationStateException
                || cause instanceof OperationTimeoutException
                || cause instanceof RetryableException) {
            return new BatchLane.RetryException(cause);
        }
        return new StateUnavailableException("the grid could not be reached: " + cause.getMessage(), cause);
    }
}
