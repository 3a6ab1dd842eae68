package io.weir.node.decide.auth;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Which of several credentials must be good. Credentials are numbered from 0 in the order in which the tree has them, which
 * is the order in which they are looked at. Immutable.
 */
public sealed interface Need {
    /** What is known about a credential, or about a part of the tree. */
    enum Standing {
        /** Not looked at yet. */
        OPEN,
        MET,
        UNMET
    }

    Standing standing(Standing[] credentials);

    /** Whether {@code credential} can still change anything; if not, it need not be looked at. */
    boolean needs(int credential, Standing[] credentials);

    /** Once it is met: tells {@code taker} which credentials make up the identity, the one that names it first. */
    void identities(Standing[] credentials, IntConsumer taker);

    /** The number of the last credential. */
    int last();

    record One(int credential) implements Need {
        @Override
        public Standing standing(Standing[] credentials) {
            return credentials[credential];
        }

        @Override
        public boolean needs(int other, Standing[] credentials) {
            return other == credential && credentials[credential] == Standing.OPEN;
        }

        @Override
        public void identities(Standing[] credentials, IntConsumer taker) {
            taker.accept(credential);
        }

        @Override
        public int last() {
            return credential;
        }
    }

    /** One of the parts; the first that is met counts. */
    record AnyOf(List<Need> parts) implements Need {
        public AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public Standing standing(Standing[] credentials) {
            Standing all = Standing.UNMET;
            for (int i = 0; i < parts.size(); i++) {
                Standing part = parts.get(i).standing(credentials);
                if (part == Standing.MET) {
                    return part;
                }
                all = part == Standing.OPEN ? part : all;
            }
            return all;
        }

        @Override
        public boolean needs(int credential, Standing[] credentials) {
            return part(parts, credential, credentials, Standing.MET);
        }

        @Override
        public void identities(Standing[] credentials, IntConsumer taker) {
            for (Need part : parts) {
                if (part.standing(credentials) == Standing.MET) {
                    part.identities(credentials, taker);
                    return;
                }
            }
        }

        @Override
        public int last() {
            return parts.get(parts.size() - 1).last();
        }
    }

    /** All of the parts. */
    record AllOf(List<Need> parts) implements Need {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public Standing standing(Standing[] credentials) {
            Standing all = Standing.MET;
            for (int i = 0; i < parts.size(); i++) {
                Standing part = parts.get(i).standing(credentials);
                if (part == Standing.UNMET) {
                    return part;
                }
                all = part == Standing.OPEN ? part : all;
            }
            return all;
        }

        @Override
        public boolean needs(int credential, Standing[] credentials) {
            return part(parts, credential, credentials, Standing.UNMET);
        }

        @Override
        public void identities(Standing[] credentials, IntConsumer taker) {
            parts.forEach(part -> part.identities(credentials, taker));
        }

        @Override
        public int last() {
            return parts.get(parts.size() - 1).last();
        }
    }

    /** @param decides a part before the credential's own that stands so decides the whole */
    private static boolean part(List<Need> parts, int credential, Standing[] credentials, Standing decides) {
        for (int i = 0; i < parts.size(); i++) {
            Need part = parts.get(i);
            if (credential <= part.last()) {
                return part.needs(credential, credentials);
            }
            if (part.standing(credentials) == decides) {
                return false;
            }
        }
        return false;
    }
}
