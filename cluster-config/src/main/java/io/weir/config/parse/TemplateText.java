package io.weir.config.parse;

import io.weir.config.model.Template;

/** Reads templates that stand within values of JSON, of which a document keeps the text alone. Stateless. */
public final class TemplateText {
    private TemplateText() {}

    /** Of a text that is known to be one. */
    public static Template of(String text) {
        Mistakes mistakes = new Mistakes("");
        Place place = new Place(new Position(1, 1), Path.ROOT);
        return TemplateReader.read(mistakes, place, text, true)
                .orElseThrow(() -> new IllegalArgumentException("not a template: " + mistakes.sorted()));
    }
}
