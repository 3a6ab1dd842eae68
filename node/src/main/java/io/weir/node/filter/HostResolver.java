package io.weir.node.filter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Looks up the addresses of endpoints when a revision is compiled. May block. */
public interface HostResolver {
    /** The platform's resolver; addresses in figures are not looked up. */
    HostResolver SYSTEM = host -> {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            return null;
        }
    };

    /** Null when the name is not known now: connections to such an endpoint fail. */
    @Nullable
    InetAddress resolve(String host);
}
