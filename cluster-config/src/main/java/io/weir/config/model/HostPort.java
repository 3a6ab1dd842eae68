package io.weir.config.model;

/**
 * A host (name, IPv4, or IPv6 without brackets) and a port.
 *
 * @param port 0 to 65535; 0 only where a listener may choose
 */
public record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
