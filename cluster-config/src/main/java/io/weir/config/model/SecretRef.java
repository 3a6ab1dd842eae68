package io.weir.config.model;

/**
 * Where a secret or a file is found, on each node: {@code env:NAME} or {@code file:PATH}; a relative path counts from the
 * folder of the node's document. What it refers to is never part of the document.
 */
public record SecretRef(Kind kind, String name) {
    /** Where to look. */
    public enum Kind {
        ENV,
        FILE
    }

    /** As the document spells it. */
    @Override
    public String toString() {
        return (kind == Kind.ENV ? "env:" : "file:") + name;
    }
}
