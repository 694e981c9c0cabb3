package dev.turnpike.gateway.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turnpike.clusterstate.Question;
import dev.turnpike.gateway.approvals.ApprovalJson;

/**
 * A message for Slack's incoming webhooks. What agents chose, such as the name of a tool, stands as code, where Slack
 * makes neither links nor mentions of it; everything else that is not ours is escaped, and Slack is told to leave it.
 */
final class SlackForm {
    /** Slack takes sections of 3,000 characters; an escaped one takes up to five. */
    private static final int LONGEST = 500;

    private SlackForm() {}

    static ObjectNode write(Message message, String page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("text", escaped(clip(Bodies.sentence(message))));
        body.put("mrkdwn", false);
        body.put("parse", "none");
        body.put("link_names", false);
        body.put("unfurl_links", false);
        body.put("unfurl_media", false);
        ArrayNode blocks = body.putArray("blocks");
        section(blocks, headline(message) + "\n" + facts(message));
        section(blocks, "<" + escaped(page) + "|Open in the console>");
        return body;
    }

    private static void section(ArrayNode blocks, String text) {
        ObjectNode section = blocks.addObject();
        section.put("type", "section");
        section.putObject("text").put("type", "mrkdwn").put("text", text).put("verbatim", true);
    }

    private static String headline(Message message) {
        String person = plain(message.step().person());
        return "*"
                + switch (message.step().kind()) {
                    case REQUESTED -> "A call needs approval";
                    case APPROVED -> "Approved by " + person;
                    case DENIED -> "Denied by " + person;
                    case EXPIRED -> "Expired";
                    case USED -> "The approved call was let through";
                    case AGREED, GIVEN_BACK -> "";
                }
                + "*";
    }

    private static String facts(Message message) {
        Question question = message.approval().question();
        String note = message.step().note();
        return code(question.grant()) + " · " + code(question.tool()) + " on " + code(question.server()) + "\nrule "
                + code(question.rule()) + "\n" + plain(question.reason())
                + (message.approval().state().isOpen()
                        ? "\nuntil " + ApprovalJson.time(message.approval().expiresMillis())
                        : "")
                + (note.isEmpty() ? "" : "\n" + plain(note));
    }

    private static String code(String text) {
        return "`" + escaped(clip(text).replace('`', '\'')) + "`";
    }

    /** Without characters that Slack takes for a format. */
    private static String plain(String text) {
        return escaped(clip(text).replaceAll("[*_~`]", "\u02d9"));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String clip(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " "); // what turns the order of text, too
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
