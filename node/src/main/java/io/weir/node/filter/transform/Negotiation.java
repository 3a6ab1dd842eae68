package io.weir.node.filter.transform;

import java.util.List;
import java.util.Locale;

/**
 * Which of the media types on offer a client likes best (RFC 9110 §12.5.1): by weight, then by their order. The most definite
 * range that fits a type says its weight. Parameters of ranges other than {@code q} are not looked at: what is offered has none.
 */
final class Negotiation {
    private static final int ONE = 1000;

    private Negotiation() {}

    /**
     * @param accept the field's values, with commas between; empty: anything
     * @param offers lower case
     * @return an index into {@code offers}; -1: none is wanted
     */
    static int choose(String accept, List<String> offers) {
        if (accept.isBlank()) {
            return 0;
        }
        String[] ranges = accept.toLowerCase(Locale.ROOT).split(",", -1);
        int best = -1;
        int bestWeight = 0;
        for (int i = 0; i < offers.size(); i++) {
            int weight = weight(ranges, offers.get(i));
            if (weight > bestWeight) {
                best = i;
                bestWeight = weight;
            }
        }
        return best;
    }

    private static int weight(String[] ranges, String offer) {
        int fit = 0;
        int weight = 0;
        for (String range : ranges) {
            int semicolon = range.indexOf(';');
            String type = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
            int one = fit(type, offer);
            int says = one < fit || one == 0 ? 0 : weightOf(semicolon < 0 ? "" : range.substring(semicolon + 1));
            if (one > fit) {
                fit = one;
                weight = says;
            } else if (one == fit) {
                weight = Math.max(weight, says);
            }
        }
        return weight;
    }

    private static int fit(String range, String offer) {
        if (range.equals(offer)) {
            return 3;
        }
        if (range.equals("*/*")) {
            return 1;
        }
        return range.endsWith("/*") && offer.startsWith(range.substring(0, range.length() - 1)) ? 2 : 0;
    }

    /** In thousandths; what is no weight is none, as if the range were not there. */
    private static int weightOf(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                return thousandths(text.substring(2));
            }
        }
        return ONE;
    }

    private static int thousandths(String text) {
        boolean good = !text.isEmpty()
                && text.length() <= 5
                && (text.charAt(0) == '0' || text.charAt(0) == '1')
                && (text.length() == 1 || text.charAt(1) == '.');
        if (!good) {
            return 0;
        }
        int value = (text.charAt(0) - '0') * ONE;
        int unit = ONE / 10;
        for (int i = 2; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value += digit * unit;
            unit /= 10;
        }
        return value > ONE ? 0 : value;
    }
}
