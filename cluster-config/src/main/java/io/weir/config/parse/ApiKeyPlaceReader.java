package io.weir.config.parse;

import io.weir.config.model.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where an API key is looked for. */
final class ApiKeyPlaceReader {
    private ApiKeyPlaceReader() {}

    static Optional<Credential> read(Fields fields) {
        List<Credential> places = new ArrayList<>();
        Optional<String> scheme = fields.value("scheme", Terms::field, "a word that stands before the key, e.g. Token");
        fields.value("header", Terms::field, Terms.FIELD)
                .ifPresent(name -> places.add(new Credential.ApiKey(Credential.Place.HEADER, name, scheme)));
        fields.value("query", Terms::queryName, "a query parameter's name")
                .ifPresent(name -> places.add(new Credential.ApiKey(Credential.Place.QUERY, name, Optional.empty())));
        fields.value("cookie", Terms::field, "a cookie's name")
                .ifPresent(name -> places.add(new Credential.ApiKey(Credential.Place.COOKIE, name, Optional.empty())));
        fields.end();
        long asked = List.of("header", "query", "cookie").stream()
                .filter(fields::has)
                .count();
        if (asked != 1) {
            fields.reading().mistakes().add(fields.place(), "needs one of header, query and cookie", "exactly one");
        }
        if (scheme.isPresent() && !fields.has("header")) {
            fields.mistake("scheme", "has no meaning here", "a header");
        }
        return places.stream().findFirst();
    }
}
