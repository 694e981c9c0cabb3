package dev.turnpike.gateway.config;

import java.util.List;

/** Learns what became of the resources directory; called on the directory's own thread, one call at a time. */
public interface ResourceWatcher {
    /** A change is in force. */
    void applied(Change change);

    /** The directory is not usable as it stands, and nothing was changed. Not repeated while the problems stay. */
    void refused(List<ConfigProblem> problems);
}
