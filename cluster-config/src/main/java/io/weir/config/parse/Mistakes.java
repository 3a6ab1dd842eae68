package io.weir.config.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects every mistake of one document. */
final class Mistakes {
    /** More than anybody reads; a document of a million mistakes must not make an answer of a million lines. */
    private static final int MOST = 1_000;

    private final String file;
    private final List<Mistake> found = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    void add(Place place, String message, String expected) {
        add(place.at(), place.path().toString(), message, expected);
    }

    void add(Position at, String path, String message, String expected) {
        if (found.size() < MOST) {
            found.add(new Mistake(file, at.line(), at.column(), path, message, expected));
        }
    }

    /** No more will be kept: looking for more is in vain. */
    boolean full() {
        return found.size() >= MOST;
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text. */
    List<Mistake> sorted() {
        List<Mistake> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
        return List.copyOf(sorted);
    }
}
