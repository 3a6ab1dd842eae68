package io.weir.protocol.http;

/** What can be wrong with a message head. The connection it came on cannot be trusted any further. */
public enum HeadFault {
    BARE_LINE_FEED(400, "A line does not end with CR LF"),
    BAD_REQUEST_LINE(400, "The request line is not METHOD SP TARGET SP VERSION"),
    BAD_STATUS_LINE(502, "The status line is malformed"),
    BAD_TARGET(400, "The request target is malformed"),
    BAD_PATH(400, "The path is malformed or leads above the root"),
    BAD_VERSION(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here"),
    FOLDED_LINE(400, "A field is folded over several lines"),
    BAD_FIELD_NAME(400, "A field name is malformed"),
    BAD_FIELD_VALUE(400, "A field value has a control character"),
    BAD_HOST(400, "The request must have exactly one valid Host"),
    BAD_CONTENT_LENGTH(400, "Content-Length must be one number"),
    LENGTH_AND_CODING(400, "Content-Length and Transfer-Encoding exclude each other"),
    BAD_CODING(400, "Transfer-Encoding must be chunked"),
    UNKNOWN_CODING(501, "Only the transfer coding chunked is known"),
    METHOD_NOT_SERVED(501, "The method is not served by a gateway"),
    TARGET_TOO_LONG(414, "The request line is too long"),
    TOO_LARGE(431, "The request head is too large"),
    TOO_MANY_FIELDS(431, "The request has too many fields");

    private final Problem problem;

    HeadFault(int status, String detail) {
        this.problem = Problem.of(status, type(status), title(status)).withDetail(detail);
    }

    private static String type(int status) {
        return switch (status) {
            case 414 -> "uri-too-long";
            case 431 -> "head-too-large";
            case 501 -> "not-implemented";
            case 502 -> "bad-answer";
            case 505 -> "unsupported-version";
            default -> "bad-request";
        };
    }

    private static String title(int status) {
        return switch (status) {
            case 414 -> "The request line is too long";
            case 431 -> "The request head is too large";
            case 501 -> "The request asks for something that is not implemented";
            case 502 -> "The backend's answer is not HTTP";
            case 505 -> "The version of HTTP is not supported";
            default -> "The request is malformed";
        };
    }

    public Problem problem() {
        return problem;
    }
}
