package io.weir.node.decide.grpc;

import io.weir.node.decide.grpc.PathTemplate.Literal;
import io.weir.node.decide.grpc.PathTemplate.Malformed;
import io.weir.node.decide.grpc.PathTemplate.Segment;
import io.weir.node.decide.grpc.PathTemplate.Variable;
import io.weir.node.decide.grpc.PathTemplate.Wild;
import java.util.ArrayList;
import java.util.List;

/** Reads one template, from left to right. One use. */
final class TemplateParser {
    private final String text;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private int at;

    TemplateParser(String text) {
        this.text = text;
    }

    PathTemplate template() throws Malformed {
        expect('/', "does not begin with a slash");
        segments(false);
        String verb = "";
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            verb = literal("has no verb behind its colon");
        }
        if (at < text.length()) {
            throw wrong("has \"" + text.charAt(at) + "\" where nothing more may stand");
        }
        return new PathTemplate(segments, verb, variables);
    }

    private void segments(boolean inVariable) throws Malformed {
        segment(inVariable);
        while (at < text.length() && text.charAt(at) == '/') {
            at++;
            segment(inVariable);
        }
    }

    private void segment(boolean inVariable) throws Malformed {
        if (!segments.isEmpty() && segments.get(segments.size() - 1) == Wild.REST) {
            throw wrong("has something behind **, which takes everything");
        }
        if (text.startsWith("**", at)) {
            at += 2;
            segments.add(Wild.REST);
        } else if (text.startsWith("*", at)) {
            at++;
            segments.add(Wild.ONE);
        } else if (text.startsWith("{", at)) {
            if (inVariable) {
                throw wrong("has a variable within a variable");
            }
            at++;
            variable();
        } else {
            segments.add(new Literal(literal("has an empty segment")));
        }
    }

    private void variable() throws Malformed {
        String field = fieldPath();
        int from = segments.size();
        if (at < text.length() && text.charAt(at) == '=') {
            at++;
            segments(true);
        } else {
            segments.add(Wild.ONE);
        }
        expect('}', "has a variable that does not end");
        if (variables.stream().anyMatch(known -> known.field().equals(field))) {
            throw wrong("has " + field + " twice");
        }
        boolean open = segments.get(segments.size() - 1) == Wild.REST;
        variables.add(new Variable(field, from, open ? Variable.OPEN : segments.size()));
    }

    private String fieldPath() throws Malformed {
        int start = at;
        identifier();
        while (at < text.length() && text.charAt(at) == '.') {
            at++;
            identifier();
        }
        return text.substring(start, at);
    }

    private void identifier() throws Malformed {
        int start = at;
        while (at < text.length() && isOfName(text.charAt(at), at > start)) {
            at++;
        }
        if (at == start) {
            throw wrong("has no field's name where one is expected");
        }
    }

    private static boolean isOfName(char c, boolean later) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || later && c >= '0' && c <= '9';
    }

    private String literal(String otherwise) throws Malformed {
        int start = at;
        while (at < text.length() && isOfLiteral(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw wrong(otherwise);
        }
        return text.substring(start, at);
    }

    /** What may stand in a segment as it is (RFC 3986 §3.3), but for what the grammar has a meaning for. */
    private static boolean isOfLiteral(char c) {
        return isOfName(c, true) || "-.~!$&'()+,;@".indexOf(c) >= 0;
    }

    private void expect(char c, String otherwise) throws Malformed {
        if (at >= text.length() || text.charAt(at) != c) {
            throw wrong(otherwise);
        }
        at++;
    }

    private Malformed wrong(String why) {
        return new Malformed(text, at, why);
    }
}
