package io.weir.node.decide.route;

import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths of one host pattern: a radix tree over bytes. Where a segment begins, what is spelled out is tried before a
 * parameter, and a {@code /**} after both; a way that fails is taken back. Each node is visited at most once, since the
 * tree alone says where in the path it stands. Not changed after the table is made.
 */
final class PathTree {
    private final Node root = new Node(new byte[0]);
    private final List<Leaf> leaves = new ArrayList<>();

    private static final class Node {
        private byte[] label;
        private byte[] firsts = new byte[0];
        private Node[] children = new Node[0];
        private @Nullable Node parameter;
        private @Nullable Leaf exact;
        private @Nullable Leaf rest;

        Node(byte[] label) {
            this.label = label;
        }

        int indexOf(byte first) {
            for (int i = 0; i < firsts.length; i++) {
                if (firsts[i] == first) {
                    return i;
                }
            }
            return -1;
        }

        void add(Node child) {
            firsts = Arrays.copyOf(firsts, firsts.length + 1);
            firsts[firsts.length - 1] = child.label[0];
            children = Arrays.copyOf(children, children.length + 1);
            children[children.length - 1] = child;
        }

        boolean spells(byte[] buffer, int at, int end) {
            byte[] text = label;
            if (end - at < text.length) {
                return false;
            }
            for (int i = 1; i < text.length; i++) {
                if (buffer[at + i] != text[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    void add(String pattern, Candidate candidate) {
        boolean open = pattern.endsWith("/**");
        String path = open ? pattern.substring(0, pattern.length() - 3) : pattern;
        Node node = root;
        int from = 0;
        for (int brace = path.indexOf("/{"); brace >= 0; brace = path.indexOf("/{", from)) {
            node = literal(node, path.substring(from, brace + 1));
            if (node.parameter == null) {
                node.parameter = new Node(new byte[0]);
            }
            node = node.parameter;
            from = path.indexOf('}', brace) + 1;
        }
        node = literal(node, path.substring(from));
        Leaf leaf = open ? node.rest : node.exact;
        if (leaf == null) {
            leaf = new Leaf();
            leaves.add(leaf);
        }
        leaf.add(candidate);
        if (open) {
            node.rest = leaf;
        } else {
            node.exact = leaf;
        }
    }

    /** Call it after the last {@link #add}. */
    void seal() {
        leaves.forEach(Leaf::seal);
    }

    /** The node that stands after {@code text} from {@code node} on. */
    private static Node literal(Node node, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Node at = node;
        int from = 0;
        while (from < bytes.length) {
            int index = at.indexOf(bytes[from]);
            if (index < 0) {
                Node child = new Node(Arrays.copyOfRange(bytes, from, bytes.length));
                at.add(child);
                return child;
            }
            Node child = at.children[index];
            int end = Math.min(bytes.length, from + child.label.length);
            int common = Arrays.mismatch(child.label, 0, child.label.length, bytes, from, end);
            if (common >= 0 && common < child.label.length) {
                child = split(at, index, common);
            }
            from += child.label.length;
            at = child;
        }
        return at;
    }

    private static Node split(Node parent, int index, int length) {
        Node child = parent.children[index];
        Node upper = new Node(Arrays.copyOf(child.label, length));
        child.label = Arrays.copyOfRange(child.label, length, child.label.length);
        upper.add(child);
        parent.children[index] = upper;
        return upper;
    }

    int match(RequestHead head, Captures captures) {
        return find(root, head.buffer(), head.pathStart(), head.pathEnd(), head, captures);
    }

    private static int find(Node node, byte[] buffer, int at, int end, RequestHead head, Captures captures) {
        if (at == end) {
            int route = node.exact == null ? RouteTable.NONE : node.exact.choose(head, captures);
            if (route != RouteTable.NONE) {
                return route;
            }
        } else {
            int route = below(node, buffer, at, end, head, captures);
            if (route != RouteTable.NONE) {
                return route;
            }
        }
        boolean border = at == end || buffer[at] == '/';
        return node.rest == null || !border ? RouteTable.NONE : node.rest.choose(head, captures);
    }

    private static int below(Node node, byte[] buffer, int at, int end, RequestHead head, Captures captures) {
        int index = node.indexOf(buffer[at]);
        if (index >= 0 && node.children[index].spells(buffer, at, end)) {
            Node child = node.children[index];
            int route = find(child, buffer, at + child.label.length, end, head, captures);
            if (route != RouteTable.NONE) {
                return route;
            }
        }
        if (node.parameter == null || buffer[at] == '/') {
            return RouteTable.NONE;
        }
        int segmentEnd = at;
        while (segmentEnd < end && buffer[segmentEnd] != '/') {
            segmentEnd++;
        }
        int before = captures.parameters();
        captures.addParameter(at, segmentEnd);
        int route = find(node.parameter, buffer, segmentEnd, end, head, captures);
        if (route == RouteTable.NONE) {
            captures.truncate(before);
        }
        return route;
    }
}
