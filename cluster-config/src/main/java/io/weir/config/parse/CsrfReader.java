package io.weir.config.parse;

import io.weir.config.model.BrowserPolicy.Csrf;

/** Reads {@code csrf}, and how it is written. */
final class CsrfReader {
    private CsrfReader() {}

    static Csrf read(String name, Fields fields) {
        Csrf csrf = new Csrf(
                name,
                fields.oneOrMore("origins", Origins.ORIGIN, Origins::pattern),
                fields.value("require", Terms::truth, Terms.TRUTH).orElse(false));
        fields.end();
        return csrf;
    }

    static Object shape(Csrf csrf) {
        return new Shape()
                .putWords("origins", csrf.origins())
                .putUnless("require", csrf.require(), false, yes -> yes)
                .fields();
    }
}
