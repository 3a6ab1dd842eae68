package io.weir.config.parse;

import io.weir.config.model.Template;
import java.util.Optional;

/** Reads templates that stand within values of JSON, of which a document keeps the text alone. Stateless. */
public final class TemplateText {
    private TemplateText() {}

    /** Of a text that is known to be one. */
    public static Template of(String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException("not a template: " + text));
    }

    /** Empty when it is none. */
    static Optional<Template> read(String text) {
        return TemplateReader.read(new Mistakes(""), new Place(new Position(1, 1), Path.ROOT), text, true);
    }
}
