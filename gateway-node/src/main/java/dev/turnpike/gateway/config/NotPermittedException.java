package dev.turnpike.gateway.config;

import static java.util.stream.Collectors.joining;

import dev.turnpike.clusterstate.Resource;
import java.util.List;

/** A change of documents that an operator may not change; the message names them. Carries no stack trace. */
public final class NotPermittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NAMED = 10;

    NotPermittedException(List<Resource.Id> documents) {
        super(message(documents), /* cause= */ null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }

    private static String message(List<Resource.Id> documents) {
        String named = documents.stream()
                .limit(MOST_NAMED)
                .map(id -> Document.kindText(id.kind()) + " `" + Quoted.of(id.name()) + "`")
                .collect(joining(", "));
        return named + (documents.size() > MOST_NAMED ? " and " + (documents.size() - MOST_NAMED) + " more" : "");
    }
}
