package io.weir.node.decide.cache;

import java.util.Locale;
import java.util.TreeSet;

/** {@code Accept-Encoding} in a form in which equal wishes are spelled alike: what is taken, in order, without weights. */
public final class AcceptedCodings {
    private AcceptedCodings() {}

    public static String normal(String text) {
        TreeSet<String> taken = new TreeSet<>();
        for (String item : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            int semicolon = item.indexOf(';');
            String coding = (semicolon < 0 ? item : item.substring(0, semicolon)).strip();
            boolean refused = semicolon >= 0 && isZero(item.substring(semicolon + 1));
            if (coding.startsWith("x-")) {
                coding = coding.substring(2);
            }
            if (refused && (coding.equals("identity") || coding.equals("*"))) {
                taken.add("!" + coding);
            } else if (!refused && !coding.isEmpty() && !coding.equals("identity")) {
                taken.add(coding);
            }
        }
        return String.join(",", taken);
    }

    private static boolean isZero(String parameter) {
        String weight = parameter.strip();
        if (!weight.startsWith("q=")) {
            return false;
        }
        String number = weight.substring(2).strip();
        return number.startsWith("0") && number.chars().allMatch(c -> c == '0' || c == '.');
    }
}
