package io.weir.node.control.acme;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.secret.Vault;
import io.weir.node.control.secret.Vault.RecordId;
import io.weir.node.decide.certificate.OrderCourse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** How ordering has gone, by certificate, as the cluster keeps it: through restarts, and for each node to show. */
final class Courses {
    private static final String KIND = "acme-order";
    private static final int VERSION = 1;

    private final Vault vault;

    Courses(Vault vault) {
        this.vault = vault;
    }

    private static RecordId id(String certificate) {
        return new RecordId(KIND, certificate);
    }

    /** As this node knows it. What cannot be read is begun anew: it is of use, but not needed. */
    OrderCourse get(String certificate) {
        return vault.get(id(certificate)).map(Courses::parse).orElse(OrderCourse.NEW);
    }

    /** As most of the nodes know it; where they do not say, nothing is ordered, nor noted. Blocks. */
    OrderCourse fetch(String certificate) throws OrderFailure, InterruptedException {
        return Waiting.on(vault.fetchAgreed(id(certificate)))
                .map(Courses::parse)
                .orElse(OrderCourse.NEW);
    }

    /** Blocks until most of the nodes have it. */
    void put(String certificate, OrderCourse course) throws OrderFailure, InterruptedException {
        Waiting.on(vault.put(id(certificate), bytes(course)));
    }

    CompletionStage<Reach> asked(String certificate) {
        return vault.put(id(certificate), bytes(get(certificate).asked()));
    }

    /** Certificates of which there is one. */
    Set<String> names() {
        return vault.names(KIND);
    }

    /** Does not wait. */
    void forget(String certificate) {
        vault.remove(id(certificate));
    }

    /** Does not wait: for a node that is ending. */
    void putSoon(String certificate, OrderCourse course) {
        vault.put(id(certificate), bytes(course));
    }

    static byte[] bytes(OrderCourse course) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(course.terms());
            out.writeUTF(course.heldTerms());
            out.writeInt(course.failures());
            out.writeLong(course.since().toEpochMilli());
            out.writeBoolean(course.ordering());
            out.writeLong(course.notBefore().toEpochMilli());
            out.writeUTF(course.problem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static OrderCourse parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readByte() != VERSION
                    ? OrderCourse.NEW
                    : new OrderCourse(
                            in.readUTF(),
                            in.readUTF(),
                            in.readInt(),
                            Instant.ofEpochMilli(in.readLong()),
                            in.readBoolean(),
                            Instant.ofEpochMilli(in.readLong()),
                            in.readUTF());
        } catch (IOException e) {
            return OrderCourse.NEW;
        }
    }
}
