package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Item;
import io.weir.node.decide.signature.Structured.Member;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of fields in the forms that a signature may ask for (RFC 9421 §2.1.1 to §2.1.3). */
final class FieldForms {
    private enum Type {
        ITEM,
        LIST,
        DICTIONARY
    }

    /** Of the registry of field names. What is not here cannot be written anew, because its type is not known. */
    private static final Map<String, Type> TYPES = Map.ofEntries(
            Map.entry("accept-signature", Type.DICTIONARY),
            Map.entry("cache-status", Type.LIST),
            Map.entry("client-cert", Type.ITEM),
            Map.entry("client-cert-chain", Type.LIST),
            Map.entry("content-digest", Type.DICTIONARY),
            Map.entry("priority", Type.DICTIONARY),
            Map.entry("proxy-status", Type.LIST),
            Map.entry("repr-digest", Type.DICTIONARY),
            Map.entry("signature", Type.DICTIONARY),
            Map.entry("signature-input", Type.DICTIONARY),
            Map.entry("want-content-digest", Type.DICTIONARY),
            Map.entry("want-repr-digest", Type.DICTIONARY));

    private FieldForms() {}

    /** {@code sf}: null when the field's type is not known, or its value is not of it. */
    static @Nullable String strict(String name, String value) {
        Type type = TYPES.get(name);
        if (type == null) {
            return null;
        }
        return switch (type) {
            case ITEM -> {
                Item item = StructuredParser.item(value);
                yield item == null ? null : item.written();
            }
            case LIST -> {
                List<Member> list = StructuredParser.list(value);
                yield list == null ? null : Structured.write(list);
            }
            case DICTIONARY -> {
                Map<String, Member> dictionary = StructuredParser.dictionary(value);
                yield dictionary == null ? null : Structured.write(dictionary);
            }
        };
    }

    /** {@code key}: null when the value is no dictionary, or has no such member. */
    static @Nullable String member(String value, String key) {
        Map<String, Member> dictionary = StructuredParser.dictionary(value);
        Member member = dictionary == null ? null : dictionary.get(key);
        return member == null ? null : member.written();
    }

    /** {@code bs}: null when there is no such field. */
    static @Nullable String bytes(RequestHead head, FieldName name) {
        StringBuilder all = new StringBuilder();
        for (int field = head.indexOf(name, 0); field >= 0; field = head.indexOf(name, field + 1)) {
            byte[] line = Arrays.copyOfRange(head.buffer(), head.valueStart(field), head.valueEnd(field));
            all.append(all.isEmpty() ? ":" : ", :")
                    .append(Base64.getEncoder().encodeToString(line))
                    .append(':');
        }
        return all.isEmpty() ? null : all.toString();
    }
}
