package io.weir.node.decide.protect;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The request that a browser announces by a preflight (Fetch, CORS-preflight request): the same but for its method. A view
 * of the preflight's head, as short-lived as that.
 */
public final class Preflight implements RequestHead {
    private static final FieldName ORIGIN = FieldName.of("origin");
    private static final FieldName REQUEST_METHOD = FieldName.of("access-control-request-method");

    private final RequestHead head;
    private final String methodText;
    private final Method method;

    private Preflight(RequestHead head, String methodText) {
        this.head = head;
        this.methodText = methodText;
        this.method = known(methodText);
    }

    /** Null when {@code head} is no preflight. */
    public static @Nullable Preflight of(RequestHead head) {
        int field = head.method() == Method.OPTIONS ? head.indexOf(REQUEST_METHOD, 0) : -1;
        return field < 0 || head.indexOf(ORIGIN, 0) < 0
                ? null
                : new Preflight(head, head.text(head.valueStart(field), head.valueEnd(field)));
    }

    private static Method known(String token) {
        for (Method known : Method.values()) {
            if (known != Method.OTHER && known.name().equals(token)) {
                return known;
            }
        }
        return Method.OTHER;
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String methodText() {
        return methodText;
    }

    @Override
    public byte[] buffer() {
        return head.buffer();
    }

    @Override
    public int hostStart() {
        return head.hostStart();
    }

    @Override
    public int hostEnd() {
        return head.hostEnd();
    }

    @Override
    public int authorityEnd() {
        return head.authorityEnd();
    }

    @Override
    public int pathStart() {
        return head.pathStart();
    }

    @Override
    public int pathEnd() {
        return head.pathEnd();
    }

    @Override
    public int queryStart() {
        return head.queryStart();
    }

    @Override
    public int queryEnd() {
        return head.queryEnd();
    }

    @Override
    public int fieldCount() {
        return head.fieldCount();
    }

    @Override
    public int nameStart(int field) {
        return head.nameStart(field);
    }

    @Override
    public int nameEnd(int field) {
        return head.nameEnd(field);
    }

    @Override
    public int valueStart(int field) {
        return head.valueStart(field);
    }

    @Override
    public int valueEnd(int field) {
        return head.valueEnd(field);
    }

    @Override
    public byte[] clientAddress() {
        return head.clientAddress();
    }

    @Override
    public String listener() {
        return head.listener();
    }
}
