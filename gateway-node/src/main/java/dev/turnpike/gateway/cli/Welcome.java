package dev.turnpike.gateway.cli;

import java.io.PrintWriter;

/** What the demo says when it is ready: where it is, how to connect a client, and a call to try. */
final class Welcome {
    private Welcome() {}

    static void print(Demo demo, Colours colours, PrintWriter out) {
        out.print("""

                %s in front of a built-in MCP server with the 39 tools of Kestra, whose answers are canned.

                  gateway     %s
                  token       %s
                  management  %s
                  operator    %s (the token of `admin`)
                  policy      %s (edit it: changes hold from the next call on)

                %s

                %s

                %s

                %s

                %s
                """.formatted(
                        colours.bold("Turnpike"),
                        demo.connection().url(),
                        demo.connection().token(),
                        demo.addresses().management(),
                        demo.adminToken(),
                        demo.documents(),
                        colours.bold("Client configuration"),
                        demo.connection().clientConfiguration(),
                        colours.bold("A call to try; the 11th within a minute is refused"),
                        demo.connection().curl(DemoDocuments.CALL),
                        colours.bold("Decisions, as they are made (Ctrl-C ends the demo)")));
    }
}
