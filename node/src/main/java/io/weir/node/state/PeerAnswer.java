package io.weir.node.state;

import io.weir.protocol.http.ParsedResponse;

/** Whom another node's answer is for. Only on the loop on which it was asked. */
public interface PeerAnswer {
    /** @param head valid during the call only */
    void onHead(ParsedResponse head);

    /** More of the body; the array is the callee's own. */
    void onData(byte[] data);

    /** All of it has come. Nothing is told afterwards. */
    void onEnd();

    /** It cannot be reached, or has not answered in time, or not completely. Nothing is told afterwards. */
    void onFailure();
}
