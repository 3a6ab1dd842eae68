package io.weir.config.parse;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** The nearest of {@code known} by edit distance, if it is near enough to be a slip. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String plain = plain(word);
        String best = null;
        int bestDistance = Math.max(1, Math.min(3, plain.length() / 3)) + 1;
        for (String candidate : known) {
            int distance = distance(plain, plain(candidate), bestDistance);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code "; did you mean X?"}, or nothing. */
    public static String didYouMean(String word, Collection<String> known) {
        return nearest(word, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "-");
    }

    /** Damerau-Levenshtein (neighbours swapped count once); gives up, answering {@code limit}, when it gets that far. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return Math.min(limit, last[b.length()]);
    }
}
