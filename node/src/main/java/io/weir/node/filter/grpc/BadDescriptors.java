package io.weir.node.filter.grpc;

/** Why a descriptor set cannot be used; the message continues the name of its file. */
final class BadDescriptors extends Exception {
    private static final long serialVersionUID = 1L;

    BadDescriptors(String message) {
        super(message);
    }
}
