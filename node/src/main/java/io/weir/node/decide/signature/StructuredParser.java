package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Bare;
import io.weir.node.decide.signature.Structured.InnerList;
import io.weir.node.decide.signature.Structured.Item;
import io.weir.node.decide.signature.Structured.Kind;
import io.weir.node.decide.signature.Structured.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads structured fields (RFC 9651 §4.2) strictly: one pass, and nothing is read twice. Stricter than the RFC in one thing:
 * a key that is there twice in one dictionary or one item is malformed, because what is signed must not depend on which of
 * the two a reader takes.
 */
final class StructuredParser {
    private final String text;
    private int at;

    /** What is no structured field. Costs no stack trace: anybody can make as many as they like. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed() {
            super("is no structured field", null, false, false);
        }
    }

    private StructuredParser(String text) {
        this.text = text;
    }

    /** Null when it is none. */
    static @Nullable Map<String, Member> dictionary(String text) {
        try {
            return new StructuredParser(text).dictionary();
        } catch (Malformed e) {
            return null;
        }
    }

    /** Null when it is none. */
    static @Nullable List<Member> list(String text) {
        try {
            return new StructuredParser(text).list();
        } catch (Malformed e) {
            return null;
        }
    }

    /** Null when it is none. */
    static @Nullable Item item(String text) {
        try {
            StructuredParser parser = new StructuredParser(text);
            parser.skipSpaces();
            Item item = parser.item();
            parser.skipSpaces();
            return parser.at == text.length() ? item : null;
        } catch (Malformed e) {
            return null;
        }
    }

    private Map<String, Member> dictionary() throws Malformed {
        Map<String, Member> members = new LinkedHashMap<>();
        skipSpaces();
        while (at < text.length()) {
            String key = key();
            Member member = next() == '=' ? valueBehindEquals() : new Item(Bare.TRUE, parameters());
            if (members.put(key, member) != null) {
                throw new Malformed();
            }
            endOfMember();
        }
        return members;
    }

    private Member valueBehindEquals() throws Malformed {
        at++;
        return member();
    }

    private List<Member> list() throws Malformed {
        List<Member> members = new ArrayList<>();
        skipSpaces();
        while (at < text.length()) {
            members.add(member());
            endOfMember();
        }
        return members;
    }

    /** A comma with another member behind it, or the end. */
    private void endOfMember() throws Malformed {
        skipWhite();
        if (at == text.length()) {
            return;
        }
        expect(',');
        skipWhite();
        if (at == text.length()) {
            throw new Malformed();
        }
    }

    private Member member() throws Malformed {
        return next() == '(' ? innerList() : item();
    }

    private InnerList innerList() throws Malformed {
        at++;
        List<Item> items = new ArrayList<>();
        skipSpaces();
        while (next() != ')') {
            items.add(item());
            if (next() != ' ' && next() != ')') {
                throw new Malformed();
            }
            skipSpaces();
        }
        at++;
        return new InnerList(items, parameters());
    }

    private Item item() throws Malformed {
        return new Item(bare(), parameters());
    }

    private Map<String, Bare> parameters() throws Malformed {
        if (next() != ';') {
            return Map.of();
        }
        Map<String, Bare> parameters = new LinkedHashMap<>();
        while (next() == ';') {
            at++;
            skipSpaces();
            String key = key();
            Bare value = Bare.TRUE;
            if (next() == '=') {
                at++;
                value = bare();
            }
            if (parameters.put(key, value) != null) {
                throw new Malformed();
            }
        }
        return parameters;
    }

    private String key() throws Malformed {
        int start = at;
        char first = next();
        if (first != '*' && !isLower(first)) {
            throw new Malformed();
        }
        while (isKey(next())) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isKey(char c) {
        return isLower(c) || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private Bare bare() throws Malformed {
        StructuredBareParser parser = new StructuredBareParser(text, at);
        Bare bare = parser.read();
        at = parser.end();
        return bare;
    }

    /** NUL at the end, which stands nowhere in a field. */
    private char next() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char wanted) throws Malformed {
        if (next() != wanted) {
            throw new Malformed();
        }
        at++;
    }

    private void skipSpaces() {
        while (next() == ' ') {
            at++;
        }
    }

    private void skipWhite() {
        while (next() == ' ' || next() == '\t') {
            at++;
        }
    }

    /** Whether the kind may be in a dictionary of digests or signatures: bytes. */
    static boolean isBytes(@Nullable Member member) {
        return member instanceof Item item && item.bare().kind() == Kind.BYTES;
    }
}
