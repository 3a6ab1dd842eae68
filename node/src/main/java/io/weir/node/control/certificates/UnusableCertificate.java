package io.weir.node.control.certificates;

/** Why a certificate cannot be used; the message goes on after the certificate's name and shows nothing secret. */
public final class UnusableCertificate extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCertificate(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
