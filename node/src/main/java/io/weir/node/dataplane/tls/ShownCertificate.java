package io.weir.node.dataplane.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.weir.node.decide.certificate.CertificateNames;
import io.weir.node.decide.tls.CertificateTable;
import io.weir.node.decide.tls.CoveredNames;
import io.weir.node.decide.tls.KeyType;
import io.weir.node.state.CertificateMaterial;
import java.lang.ref.Cleaner;

/** A certificate with the context that shows it. Immutable, thread-safe; native memory goes when nobody refers to it. */
final class ShownCertificate {
    static final CertificateTable.Description<ShownCertificate> DESCRIPTION = new CertificateTable.Description<>() {
        @Override
        public CoveredNames names(ShownCertificate certificate) {
            return certificate.names;
        }

        @Override
        public KeyType key(ShownCertificate certificate) {
            return certificate.key;
        }
    };

    private static final Cleaner CLEANER = Cleaner.create();

    private final CertificateMaterial material;
    private final SslContext context;
    private final CoveredNames names;
    private final KeyType key;

    ShownCertificate(CertificateMaterial material, SslContext context) {
        this.material = material;
        this.context = context;
        this.names = new CoveredNames(CertificateNames.of(material.leaf()));
        this.key = KeyType.of(material.leaf().getPublicKey());
        CLEANER.register(this, () -> ReferenceCountUtil.release(context));
    }

    CertificateMaterial material() {
        return material;
    }

    CoveredNames names() {
        return names;
    }

    /** Sessions are resumed by these keys, the first one making tickets; by the library's own when there are none. */
    void resumeBy(OpenSslSessionTicketKey[] keys) {
        if (keys.length > 0 && context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setTicketKeys(keys);
        }
    }

    /** For a new connection. Its deadlines are the connection's own. */
    SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(0);
        if (material.ocsp().length > 0 && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
            engine.setOcspResponse(material.ocsp());
        }
        return handler;
    }
}
