package dev.turnpike.gateway.mcp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One document while it is read. Values become exact trees: numbers with a point or exponent are decimals, duplicate
 * keys are found as the tree is built (which costs nothing, unlike Jackson's own detection), and every value knows its
 * bytes.
 */
final class StrictReader implements Closeable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final byte[] bytes;
    private final JsonCaps caps;
    private final boolean escapes;

    StrictReader(JsonParser parser, byte[] bytes, JsonCaps caps, boolean escapes) {
        this.parser = parser;
        this.bytes = bytes;
        this.caps = caps;
        this.escapes = escapes;
    }

    /** The next token, or null at the end of the document. */
    @Nullable
    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** The next key of the object, or null after its last. */
    @Nullable
    String nextName() throws IOException {
        String name = parser.nextFieldName();
        if (name != null && escapes && !Utf8.isWellFormed(name)) {
            throw loneSurrogate();
        }
        return name;
    }

    /** Steps to the next value and reads it. */
    JsonNode nextValue() throws IOException {
        return value(parser.nextToken());
    }

    /** Reads the value whose first token is the current one. */
    JsonNode currentValue() throws IOException {
        return value(parser.currentToken());
    }

    /** Puts a value under a key that must not have one yet. */
    void put(ObjectNode object, String name, JsonNode value) {
        if (object.replace(name, value) != null) {
            throw MalformedException.refused("duplicate key `" + Shown.text(name) + "` in "
                    + where(Shown.text(
                            parser.getParsingContext().pathAsPointer().toString())));
        }
    }

    /** The end of the document; anything but white space before it is refused. */
    void requireEnd() throws IOException {
        if (parser.nextToken() != null) {
            throw MalformedException.grammar("more than one JSON value");
        }
    }

    /** Where the current token starts in the bytes. */
    int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Where the value just read ends in the bytes, exclusive. */
    int end() throws IOException {
        parser.finishToken();
        JsonToken token = parser.currentToken();
        // A number is known to be over only after the byte behind it; its length is that of its text.
        return token != null && token.isNumeric()
                ? start() + parser.getTextLength()
                : (int) parser.currentLocation().getByteOffset();
    }

    /** The JSON text of the string or number just read, as it stands in the document. */
    String tokenText() throws IOException {
        JsonToken token = parser.currentToken();
        if (token != null && token.isNumeric()) {
            return parser.getText();
        }
        int start = start();
        return new String(bytes, start, end() - start, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** What Jackson refused, in words for people. */
    MalformedException refusal(IOException failure) {
        if (failure instanceof StreamConstraintsException) {
            return MalformedException.refused("deeper, longer or of more parts than accepted (at byte "
                    + parser.currentLocation().getByteOffset() + ")");
        }
        return MalformedException.grammar(
                "not JSON at byte " + parser.currentLocation().getByteOffset());
    }

    private JsonNode value(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw MalformedException.grammar("the document ends early");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> throw MalformedException.grammar("unexpected " + token.asString());
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = new ObjectNode(NODES);
        for (String name = nextName(); name != null; name = nextName()) {
            put(object, name, nextValue());
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = new ArrayNode(NODES);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private TextNode text() throws IOException {
        String text = parser.getText();
        if (escapes && !Utf8.isWellFormed(text)) {
            throw loneSurrogate();
        }
        return TextNode.valueOf(text);
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> IntNode.valueOf(parser.getIntValue());
            case LONG -> LongNode.valueOf(parser.getLongValue());
            default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
        };
    }

    private DecimalNode decimal() throws IOException {
        BigDecimal number = parser.getDecimalValue();
        long exponent = (number.signum() == 0 ? 0L : number.precision() - 1L) - number.scale();
        if (Math.abs(exponent) > caps.maxExponent()) {
            throw MalformedException.refused("number with an exponent beyond " + caps.maxExponent());
        }
        return DecimalNode.valueOf(number);
    }

    private static String where(String pointer) {
        int slash = pointer.lastIndexOf('/');
        return slash <= 0 ? "the message" : "`" + pointer.substring(0, slash) + "`";
    }

    private static MalformedException loneSurrogate() {
        return MalformedException.grammar("a string holds half a surrogate pair");
    }
}
