package io.weir.config.parse;

import io.weir.config.model.Consumer;
import java.util.List;

/** Reads {@code jwt} of a consumer: which issuer calls it what. */
final class TokenSubjectReader {
    private static final String EXPECTED = "{ issuer: ISSUER, subject: SUBJECT }";

    private TokenSubjectReader() {}

    static List<Consumer.TokenSubject> read(Fields fields) {
        return fields.items("jwt", EXPECTED, (item, path) -> {
            Fields subject = Fields.of(fields.reading(), item, path, EXPECTED);
            Consumer.TokenSubject read = new Consumer.TokenSubject(
                    subject.required("issuer", Terms::fieldText, "the issuer, as tokens spell it", ""),
                    subject.required("subject", Terms::fieldText, "what its tokens call this consumer", ""));
            subject.end();
            fields.reading().checks().unique("subject", read.issuer() + " " + read.subject(), subject.place());
            return read;
        });
    }
}
