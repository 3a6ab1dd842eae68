package io.weir.node.decide.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares keys out among members by rendezvous hashing (Thaler and Ravishankar, 1998): each member has a number for each key, and
 * the highest has the key. Whoever comes or goes moves no key but its own; all who know the same members agree, also about who
 * takes over.
 */
public final class Rendezvous {
    private Rendezvous() {}

    private record Ranked(String member, long number) {}

    /** The members, the key's owner first, then those that take its place in turn. */
    public static List<String> ranking(String key, List<String> members) {
        long ofKey = hash(key);
        List<Ranked> ranked = new ArrayList<>(members.size());
        for (String member : members) {
            ranked.add(new Ranked(member, mix(ofKey ^ mix(hash(member)))));
        }
        ranked.sort(Comparator.comparingLong(Ranked::number).reversed().thenComparing(Ranked::member));
        return ranked.stream().map(Ranked::member).toList();
    }

    /** FNV-1a, 64 bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The last step of SplitMix64 (Steele, Lea and Flood, 2014): each bit of the argument moves half of the result's. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
