package io.weir.node.admin;

import java.util.Locale;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaRange;
import org.apache.pekko.http.javadsl.model.headers.Accept;

/** How a gateway document is written down. */
enum DocumentForm {
    YAML(Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain")),
    JSON(Set.of("application/json"));

    private static final String EXPECTED = "application/yaml or application/json";

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> mediaTypes;

    DocumentForm(Set<String> mediaTypes) {
        this.mediaTypes = mediaTypes;
    }

    /** What mistakes are said to be in. */
    String fileName() {
        return this == JSON ? "document.json" : "document.yaml";
    }

    /** The form of the request's body. */
    static DocumentForm sent(HttpRequest request) {
        String type = request.entity().getContentType().mediaType().toString().toLowerCase(Locale.ROOT);
        for (DocumentForm form : values()) {
            if (form.mediaTypes.contains(type)) {
                return form;
            }
        }
        throw refused(415, "unsupported-media-type", "The body is no form of a document", "Content-Type", type);
    }

    /** The form that the client would rather have; YAML when both please it as much. */
    static DocumentForm wanted(HttpRequest request) {
        if (request.getHeader(Accept.class).isEmpty()) {
            return YAML;
        }
        Accept accept = request.getHeader(Accept.class).get();
        double yaml = YAML.pleasure(accept);
        double json = JSON.pleasure(accept);
        if (yaml == 0 && json == 0) {
            throw refused(406, "not-acceptable", "The document has no such form", "Accept", accept.value());
        }
        return json > yaml ? JSON : YAML;
    }

    /** The weight of the most specific range that names this form (RFC 9110 §12.5.1); an exact name breaks a tie. */
    private double pleasure(Accept accept) {
        double best = 0;
        int bestRank = -1;
        for (MediaRange range : accept.getMediaRanges()) {
            int rank = rank(range);
            if (rank > bestRank) {
                bestRank = rank;
                best = range.qValue() == 0 ? 0 : range.qValue() + rank / 10_000.0;
            }
        }
        return best;
    }

    /** 2 for an exact name, 1 for {@code application/*}, 0 for anything, -1 when the range is of something else. */
    private int rank(MediaRange range) {
        String text = range.toString().toLowerCase(Locale.ROOT).split(";")[0].strip();
        if (mediaTypes.contains(text)) {
            return 2;
        }
        return switch (text) {
            case "application/*" -> 1;
            case "*/*" -> 0;
            default -> -1;
        };
    }

    private static Refusal refused(int status, String type, String title, String field, String said) {
        return new Refusal(Refusal.of(status, type, title, "\"" + said + "\" is none that is known.")
                .report()
                .at(field, EXPECTED));
    }
}
