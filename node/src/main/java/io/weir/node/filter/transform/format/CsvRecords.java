package io.weir.node.filter.transform.format;

import java.util.List;

/** The records of a CSV text, one by one. One use. */
final class CsvRecords {
    private final String text;
    private final char delimiter;
    private final int mostFields;
    private int at;
    private int line = 1;
    private int begun = 1;

    CsvRecords(String text, char delimiter, int mostFields) {
        this.text = text;
        this.delimiter = delimiter;
        this.mostFields = mostFields;
    }

    /** Where the last record begins, from 1. */
    int line() {
        return begun;
    }

    /** False: there is none. Empty lines are none. */
    boolean next(List<String> fields) throws BodyFault {
        fields.clear();
        while (at < text.length() && isEnd(text.charAt(at))) {
            endLine();
        }
        begun = line;
        if (at >= text.length()) {
            return false;
        }
        boolean more = true;
        while (more) {
            fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (fields.size() > mostFields) {
                throw BodyFault.malformed("A record has more than " + mostFields + " fields");
            }
            more = at < text.length() && text.charAt(at) == delimiter;
            if (more) {
                at++;
            } else if (at < text.length()) {
                endLine();
            }
        }
        return true;
    }

    private static boolean isEnd(char c) {
        return c == '\r' || c == '\n';
    }

    private void endLine() {
        at += text.startsWith("\r\n", at) ? 2 : 1;
        line++;
    }

    private String plain() throws BodyFault {
        int start = at;
        while (at < text.length() && text.charAt(at) != delimiter && !isEnd(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                throw BodyFault.malformed("Line " + line + " has a quote within a field that is not quoted");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() throws BodyFault {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
                line += c == '\n' ? 1 : 0;
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at >= text.length() || text.charAt(at) == delimiter || isEnd(text.charAt(at))) {
                return field.toString();
            } else {
                throw BodyFault.malformed("Line " + line + " has something after a closing quote");
            }
        }
        throw BodyFault.malformed("A quote is not closed");
    }
}
