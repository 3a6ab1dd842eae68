package io.weir.config.parse;

import io.weir.config.model.RewritePolicy.TemplateEdits;
import io.weir.config.model.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads {@code { remove: [NAME], rename: {OLD: NEW}, set: {NAME: TEMPLATE}, add: {NAME: TEMPLATE} }}. */
final class TemplateEditsReader {
    private static final String EDITS = "a mapping with remove, rename, set and add";
    private static final String PARAMETER = "a query parameter's name";

    /** What is edited. */
    private enum Of {
        FIELDS,
        ANSWER_FIELDS,
        QUERY
    }

    private final Fields fields;
    private final Of of;

    private TemplateEditsReader(Fields fields, Of of) {
        this.fields = fields;
        this.of = of;
    }

    static TemplateEdits requestFields(Fields parent) {
        return read(parent, "headers", Of.FIELDS);
    }

    static TemplateEdits answerFields(Fields parent) {
        return read(parent, "headers", Of.ANSWER_FIELDS);
    }

    static TemplateEdits query(Fields parent) {
        return read(parent, "query", Of.QUERY);
    }

    private static TemplateEdits read(Fields parent, String field, Of of) {
        return parent.child(field, EDITS)
                .map(child -> new TemplateEditsReader(child, of).edits())
                .orElse(TemplateEdits.NONE);
    }

    private TemplateEdits edits() {
        List<String> remove = fields.words("remove", names(), text -> name(text).filter(this::mayEdit));
        TemplateEdits edits = new TemplateEdits(remove, renamed(), templates("set"), templates("add"));
        fields.end();
        return edits;
    }

    private String names() {
        return of == Of.QUERY ? PARAMETER : Terms.FIELD + " that may be edited";
    }

    private Optional<String> name(String text) {
        return of == Of.QUERY ? Terms.queryName(text) : Terms.field(text);
    }

    private boolean mayEdit(String name) {
        return of == Of.QUERY || Terms.mayEdit(name);
    }

    /** Field names ignore case, names of parameters do not. */
    private String plain(String name) {
        return of == Of.QUERY ? name : name.toLowerCase(Locale.ROOT);
    }

    private Map<String, String> renamed() {
        Map<String, String> renamed = new LinkedHashMap<>();
        Map<String, String> seen = new TreeMap<>();
        List<String> targets = new ArrayList<>();
        fields.pairs("rename", "a mapping of old names to new ones", (name, value, place) -> {
            if (isGood(name, place) && isNew(name, seen, place)) {
                Optional<String> to = name(value).filter(this::mayEdit);
                if (to.isEmpty()) {
                    mistakes().add(place, "is renamed to what is no name", names());
                } else if (of == Of.FIELDS && plain(name).equals("cookie")) {
                    mistakes().add(place, "has cookies that are the gateway's own; it cannot be renamed", "");
                } else if (plain(name).equals(plain(value)) || targets.contains(plain(value))) {
                    mistakes().add(place, "is renamed to a name that is taken", "each new name once, and another");
                } else {
                    targets.add(plain(value));
                    renamed.put(name, value);
                }
            }
        });
        return renamed;
    }

    private Map<String, Template> templates(String field) {
        Map<String, Template> templates = new LinkedHashMap<>();
        Map<String, String> seen = new TreeMap<>();
        fields.pairs(field, "a mapping of names to values", (name, value, place) -> {
            if (isGood(name, place) && isNew(name, seen, place)) {
                TemplateReader.read(mistakes(), place, value, of == Of.ANSWER_FIELDS)
                        .filter(template -> lands(template, place))
                        .ifPresent(template -> templates.put(name, template));
            }
        });
        return templates;
    }

    private boolean isGood(String name, Place place) {
        if (name(name).isEmpty()) {
            mistakes().add(place, "is not a name that can be edited", names());
            return false;
        }
        if (!mayEdit(name)) {
            mistakes().add(place, "belongs to the connection or frames the message; it cannot be edited", "");
            return false;
        }
        return true;
    }

    private boolean isNew(String name, Map<String, String> seen, Place place) {
        if (seen.putIfAbsent(plain(name), name) != null) {
            mistakes().add(place, "is there twice (field names ignore case)", "each field once");
            return false;
        }
        return true;
    }

    /** Whatever is filled in, the text around it must be able to stand in a field. */
    private boolean lands(Template template, Place place) {
        boolean good = of == Of.QUERY
                || Terms.fieldValue(filled(template, UnaryOperator.identity())).isPresent();
        if (!good) {
            mistakes().add(place, "has a value that a field cannot carry", Terms.VALUE);
        }
        return good;
    }

    /** With a letter for each variable, and once more with its default. */
    static String filled(Template template, UnaryOperator<String> otherwise) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Text plain) {
                text.append(plain.text());
            } else if (part instanceof Template.Filled filled) {
                text.append('x');
                filled.otherwise().map(otherwise).ifPresent(text::append);
            }
        }
        return text.toString();
    }

    private Mistakes mistakes() {
        return fields.reading().mistakes();
    }
}
