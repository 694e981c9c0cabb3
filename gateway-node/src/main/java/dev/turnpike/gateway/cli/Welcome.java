package dev.turnpike.gateway.cli;

import java.io.PrintWriter;

/** What the demo says when it is ready: where it is, how to connect a client, and a call to try. */
final class Welcome {
    private static final String CALL = """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"backfill_executions",\
            "arguments":{"namespace":"demo","flow_id":"orders"}}}""";

    private Welcome() {}

    static void print(Demo demo, Colours colours, PrintWriter out) {
        out.print("""

                %s in front of a built-in MCP server with the 39 tools of Kestra, whose answers are canned.

                  gateway     %s
                  token       %s
                  management  %s
                  policy      %s (edit it: changes hold from the next call on)

                %s

                %s

                %s

                %s

                %s
                """.formatted(
                        colours.bold("Turnpike"),
                        demo.url(),
                        demo.token(),
                        demo.addresses().management(),
                        demo.documents(),
                        colours.bold("Client configuration"),
                        clientConfiguration(demo),
                        colours.bold("A call to try; the 11th within a minute is refused"),
                        curl(demo),
                        colours.bold("Decisions, as they are made (Ctrl-C ends the demo)")));
    }

    /** The form that most MCP clients read. */
    static String clientConfiguration(Demo demo) {
        return """
                {
                  "mcpServers": {
                    "%s": {
                      "type": "http",
                      "url": "%s",
                      "headers": { "Authorization": "Bearer %s" }
                    }
                  }
                }""".formatted(Demo.SERVER, demo.url(), demo.token());
    }

    /** One line for a POSIX shell; the call needs no session. */
    static String curl(Demo demo) {
        return "curl -s " + demo.url() + " -H 'Authorization: Bearer " + demo.token()
                + "' -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' -d '" + CALL
                + "'";
    }
}
