package dev.turnpike.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.gateway.config.LiveDirectory;
import dev.turnpike.gateway.pipeline.Rejected;
import dev.turnpike.gateway.pipeline.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * What a client may know before it has a token: the metadata of a protected resource (RFC 9728). Tokens are handed out
 * by the gateway's operators, so no authorization server is named.
 */
final class ResourceMetadata {
    private final LiveDirectory directory;
    private final PublicUrls urls;

    ResourceMetadata(LiveDirectory directory, PublicUrls urls) {
        this.directory = directory;
        this.urls = urls;
    }

    Reply describe(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            throw new Rejected(405, "method", "the method is GET").with(HttpHeaders.ALLOW, "GET");
        }
        String server = request.path().substring(PublicUrls.METADATA_PATH.length());
        if (directory.current().server(server).isEmpty()) {
            throw new Rejected(404, "unknown_server", "there is no such server at this gateway");
        }
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resource", urls.resource(request, server));
        metadata.put("resource_name", "MCP server " + server + " behind Turnpike");
        metadata.putArray("bearer_methods_supported").add("header");
        return Reply.json(200, Buffer.buffer(metadata.toString()));
    }
}
