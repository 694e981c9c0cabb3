package dev.turnpike.gateway.mcp;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * One JSON-RPC message that a client posted, decoded once and strictly.
 *
 * <p>An {@code id} is the JSON text of the request id as it stood in the body ({@code 7}, {@code "a-1"} with its
 * quotes), so that an answer echoes it exactly.
 */
public sealed interface Message {
    /** Era, version and bytes. */
    Envelope envelope();

    /** Which generation of the protocol the message speaks. */
    default Era era() {
        return envelope().era();
    }

    /** The very bytes that were judged. */
    default Buffer raw() {
        return envelope().raw();
    }

    /** Calls the function of the kind that this message is. */
    <T> T fold(
            Function<? super ToolCall, ? extends T> toolCall,
            Function<? super ToolListCall, ? extends T> toolList,
            Function<? super OtherRequest, ? extends T> request,
            Function<? super Notification, ? extends T> notification,
            Function<? super Response, ? extends T> response);

    /**
     * A {@code tools/call} request, by whatever door: plain, task-augmented, or the retry of a call that was asked for
     * input. All of them run a tool.
     *
     * @param id JSON text of the request id
     * @param tool the tool's name, exactly as in the body
     * @param arguments the arguments; empty where the body has none
     * @param progressToken JSON text of the token under which the client wants progress
     * @param taskAugmented whether {@code params.task} asks for a task (MCP 2025-11-25, "Tasks")
     * @param elicitation how the client can put a question to its user
     * @param answer if it is the retry of a call that was asked for input (MCP 2026-07-28, "Multi Round-Trip Requests")
     * @param trace what its {@code _meta} says of the trace that it belongs to
     */
    record ToolCall(
            Envelope envelope,
            String id,
            String tool,
            Arguments arguments,
            Optional<String> progressToken,
            boolean taskAugmented,
            Elicitation elicitation,
            Optional<InputAnswer> answer,
            Optional<TraceContext> trace)
            implements Message {
        public ToolCall {
            requireNonNull(envelope, "envelope");
            requireNonNull(id, "id");
            requireNonNull(tool, "tool");
            requireNonNull(arguments, "arguments");
            requireNonNull(progressToken, "progressToken");
            requireNonNull(elicitation, "elicitation");
            requireNonNull(answer, "answer");
            requireNonNull(trace, "trace");
        }

        @Override
        public <T> T fold(
                Function<? super ToolCall, ? extends T> toolCall,
                Function<? super ToolListCall, ? extends T> toolList,
                Function<? super OtherRequest, ? extends T> request,
                Function<? super Notification, ? extends T> notification,
                Function<? super Response, ? extends T> response) {
            return toolCall.apply(this);
        }
    }

    /** A {@code tools/list} request, whose answer is filtered. */
    record ToolListCall(Envelope envelope, String id) implements Message {
        public ToolListCall {
            requireNonNull(envelope, "envelope");
            requireNonNull(id, "id");
        }

        @Override
        public <T> T fold(
                Function<? super ToolCall, ? extends T> toolCall,
                Function<? super ToolListCall, ? extends T> toolList,
                Function<? super OtherRequest, ? extends T> request,
                Function<? super Notification, ? extends T> notification,
                Function<? super Response, ? extends T> response) {
            return toolList.apply(this);
        }
    }

    /** A request that neither runs nor lists tools. */
    record OtherRequest(Envelope envelope, String id, String method) implements Message {
        public OtherRequest {
            requireNonNull(envelope, "envelope");
            requireNonNull(id, "id");
            requireNonNull(method, "method");
        }

        @Override
        public <T> T fold(
                Function<? super ToolCall, ? extends T> toolCall,
                Function<? super ToolListCall, ? extends T> toolList,
                Function<? super OtherRequest, ? extends T> request,
                Function<? super Notification, ? extends T> notification,
                Function<? super Response, ? extends T> response) {
            return request.apply(this);
        }
    }

    /** A message that expects no answer; never a {@code tools/call}. */
    record Notification(Envelope envelope, String method) implements Message {
        public Notification {
            requireNonNull(envelope, "envelope");
            requireNonNull(method, "method");
        }

        @Override
        public <T> T fold(
                Function<? super ToolCall, ? extends T> toolCall,
                Function<? super ToolListCall, ? extends T> toolList,
                Function<? super OtherRequest, ? extends T> request,
                Function<? super Notification, ? extends T> notification,
                Function<? super Response, ? extends T> response) {
            return notification.apply(this);
        }
    }

    /** A client's answer to a request of the server. Legacy only: the modern era has no such message. */
    record Response(Envelope envelope) implements Message {
        public Response {
            requireNonNull(envelope, "envelope");
        }

        @Override
        public <T> T fold(
                Function<? super ToolCall, ? extends T> toolCall,
                Function<? super ToolListCall, ? extends T> toolList,
                Function<? super OtherRequest, ? extends T> request,
                Function<? super Notification, ? extends T> notification,
                Function<? super Response, ? extends T> response) {
            return response.apply(this);
        }
    }
}
