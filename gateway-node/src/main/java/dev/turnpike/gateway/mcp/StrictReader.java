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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One document while it is read. A value is either passed by or becomes an exact tree, in which numbers with a point or
 * exponent are decimals; both find the same faults, among them a key that an object has twice, whatever its depth.
 */
final class StrictReader implements Closeable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final StrictJson json;
    private final JsonParser parser;
    private final byte[] bytes;
    private final boolean surrogates;

    /** @param surrogates whether any may be written as escapes; of those, half a pair may be missing */
    StrictReader(StrictJson json, JsonParser parser, byte[] bytes, boolean surrogates) {
        this.json = json;
        this.parser = parser;
        this.bytes = bytes;
        this.surrogates = surrogates;
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
        if (name != null && surrogates && !Utf8.isWellFormed(name)) {
            throw loneSurrogate();
        }
        return name;
    }

    /** The next key of the object that has these already, or null after its last. */
    @Nullable
    String nextName(Keys keys) throws IOException {
        String name = nextName();
        if (name != null && !keys.add(name)) {
            throw duplicate(name);
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

    /** Steps to the next value, which is a text; null if it is anything else, which is passed by. */
    @Nullable
    String nextText() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_STRING) {
            return text();
        }
        pass(token);
        return null;
    }

    /**
     * Steps to the next value and passes it by.
     *
     * @return its first token
     */
    JsonToken passNext() throws IOException {
        return pass(parser.nextToken());
    }

    /** Passes the value by whose first token is the current one. */
    void passCurrent() throws IOException {
        pass(parser.currentToken());
    }

    /** Steps to the next value and passes it by; null if it is no object. */
    @Nullable
    Arguments nextArguments() throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.START_OBJECT) {
            pass(token);
            return null;
        }
        int start = start();
        List<String> names = passObject().list();
        int end = end();
        StrictJson reading = json;
        byte[] document = bytes;
        return new Arguments(names, () -> reading.object(document, start, end));
    }

    /** The refusal of the key just read. */
    MalformedException duplicate(String name) {
        return MalformedException.refused("duplicate key `" + Shown.text(name) + "` in "
                + where(Shown.text(parser.getParsingContext().pathAsPointer().toString())));
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

    private JsonToken pass(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw endsEarly();
        }
        switch (token) {
            case START_OBJECT -> passObject();
            case START_ARRAY -> passArray();
            case VALUE_STRING -> passText();
            case VALUE_NUMBER_FLOAT -> passDecimal();
            default -> {} // the parser has checked all there is to check
        }
        return token;
    }

    private Keys passObject() throws IOException {
        Keys keys = new Keys();
        while (nextName(keys) != null) {
            pass(parser.nextToken());
        }
        return keys;
    }

    private void passArray() throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            pass(token);
        }
    }

    private void passText() throws IOException {
        if (surrogates) {
            text();
        }
    }

    /** Without an exponent, the first digit is no further from the point than the number is long. */
    private void passDecimal() throws IOException {
        int length = parser.getTextLength();
        if (length > json.caps().maxExponent() || hasExponent(length)) {
            decimal();
        }
    }

    private boolean hasExponent(int length) throws IOException {
        char[] text = parser.getTextCharacters();
        int start = parser.getTextOffset();
        for (int i = start; i < start + length; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return true;
            }
        }
        return false;
    }

    private JsonNode value(@Nullable JsonToken token) throws IOException {
        if (token == null) {
            throw endsEarly();
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> TextNode.valueOf(text());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(decimal());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> throw MalformedException.grammar("unexpected " + token.asString());
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = new ObjectNode(NODES);
        for (String name = nextName(); name != null; name = nextName()) {
            if (object.replace(name, nextValue()) != null) {
                throw duplicate(name);
            }
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

    private String text() throws IOException {
        String text = parser.getText();
        if (surrogates && !Utf8.isWellFormed(text)) {
            throw loneSurrogate();
        }
        return text;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> IntNode.valueOf(parser.getIntValue());
            case LONG -> LongNode.valueOf(parser.getLongValue());
            default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
        };
    }

    private BigDecimal decimal() throws IOException {
        BigDecimal number = parser.getDecimalValue();
        long exponent = (number.signum() == 0 ? 0L : number.precision() - 1L) - number.scale();
        if (Math.abs(exponent) > json.caps().maxExponent()) {
            throw MalformedException.refused(
                    "number with an exponent beyond " + json.caps().maxExponent());
        }
        return number;
    }

    private static String where(String pointer) {
        int slash = pointer.lastIndexOf('/');
        return slash <= 0 ? "the message" : "`" + pointer.substring(0, slash) + "`";
    }

    private static MalformedException endsEarly() {
        return MalformedException.grammar("the document ends early");
    }

    private static MalformedException loneSurrogate() {
        return MalformedException.grammar("a string holds half a surrogate pair");
    }
}
