package io.weir.node.state;

import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is secret before it leaves this process's memory: for disks, distributed data, cookies. All nodes of the
 * cluster open what one of them sealed. Thread-safe, never blocks.
 */
public interface Sealing {
    /** The node has no secret: nothing can be sealed. */
    Sealing IMPOSSIBLE = new Sealing() {
        @Override
        public boolean isPossible() {
            return false;
        }

        @Override
        public byte[] seal(String purpose, String name, byte[] content) {
            throw new IllegalStateException(HOW);
        }

        @Override
        public byte @Nullable [] open(String purpose, String name, byte[] sealed) {
            return null;
        }

        @Override
        public boolean isOutdated(byte[] sealed) {
            return false;
        }
    };

    /** What to do about {@link #IMPOSSIBLE}, for whoever has to be told. */
    String HOW = "This node has no cluster secret: set weir.cluster.secret-file, on every node, to a file with the same"
            + " 32 random bytes in base64 (openssl rand -base64 32).";

    boolean isPossible();

    /**
     * @param purpose what kind of thing it is: each kind has a key of its own
     * @param name which one it is: a sealed text that was put in another's place does not open
     * @throws IllegalStateException unless {@link #isPossible}
     */
    byte[] seal(String purpose, String name, byte[] content);

    /** Null when it was changed, is of another purpose or name, or was sealed with a secret that this node does not have. */
    byte @Nullable [] open(String purpose, String name, byte[] sealed);

    /** Whether it should be sealed again, because the secret that did it is not the one that seals now. */
    boolean isOutdated(byte[] sealed);
}
