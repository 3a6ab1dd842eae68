package io.weir.node.decide.coding;

import io.weir.config.model.ContentCoding;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a client says of content codings (RFC 9110 §12.5.3), in thousandths: how much it would like each. What it does not name
 * has the weight of {@code *}; without that, {@code identity} is good enough, but less than anything named.
 */
public final class AcceptEncoding {
    private static final int MOST = 1000;
    private static final int UNSAID = -1;

    private final Map<ContentCoding, Integer> weights = new EnumMap<>(ContentCoding.class);
    private int identity = UNSAID;
    private int others = UNSAID;

    private AcceptEncoding() {}

    /**
     * The coding for a client that says {@code field}; empty: none, also where the client would rather have no answer than that
     * (a coding that nobody named might be worse).
     *
     * @param field all values, with commas between them
     * @param offered of what the client likes equally, what comes first is taken
     */
    public static Optional<ContentCoding> choose(String field, List<ContentCoding> offered) {
        AcceptEncoding said = new AcceptEncoding();
        for (String element : field.split(",", -1)) {
            said.take(element);
        }
        return said.best(offered);
    }

    private void take(String element) {
        int semicolon = element.indexOf(';');
        String token = (semicolon < 0 ? element : element.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        int weight = semicolon < 0 ? MOST : weight(element.substring(semicolon + 1));
        if (weight == UNSAID) {
            return; // malformed: as if it were not there
        }
        if (token.equals("*")) {
            others = weight;
        } else if (token.equals("identity")) {
            identity = weight;
        } else {
            ContentCoding.of(token).ifPresent(coding -> weights.put(coding, weight));
        }
    }

    /** {@code q=0.123}: RFC 9110 §12.4.2. */
    private static int weight(String parameter) {
        String text = parameter.strip();
        if (!text.startsWith("q=") && !text.startsWith("Q=")) {
            return UNSAID;
        }
        String number = text.substring(2).strip();
        boolean formed = !number.isEmpty() && number.length() <= 5 && (number.length() < 2 || number.charAt(1) == '.');
        if (!formed || number.charAt(0) != '0' && number.charAt(0) != '1') {
            return UNSAID;
        }
        int value = (number.charAt(0) - '0') * MOST;
        int unit = MOST / 10;
        for (int i = 2; i < number.length(); i++) {
            int digit = number.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNSAID;
            }
            value += digit * unit;
            unit /= 10;
        }
        return value > MOST ? UNSAID : value;
    }

    private Optional<ContentCoding> best(List<ContentCoding> offered) {
        ContentCoding best = null;
        int most = identity == UNSAID ? 0 : identity;
        for (ContentCoding coding : offered) {
            int weight = weights.getOrDefault(coding, others);
            boolean better = best == null ? weight >= most && weight > 0 : weight > most;
            if (better) {
                best = coding;
                most = weight;
            }
        }
        return Optional.ofNullable(best);
    }
}
