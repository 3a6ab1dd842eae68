package io.weir.node.filter.grpc;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBodyProto;
import com.google.api.HttpProto;
import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import com.google.rpc.CodeProto;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of a descriptor set, with everything that they refer to. Immutable once read. */
final class DescriptorFiles {
    /**
     * Known here, whatever a set says of them: {@code protoc} leaves them out without {@code --include_imports}, and code
     * counts on the fields that they have.
     */
    private static final List<FileDescriptor> KNOWN = List.of(
            AnyProto.getDescriptor(),
            DescriptorProtos.getDescriptor(),
            DurationProto.getDescriptor(),
            EmptyProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            StructProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            WrappersProto.getDescriptor(),
            AnnotationsProto.getDescriptor(),
            HttpProto.getDescriptor(),
            HttpBodyProto.getDescriptor(),
            CodeProto.getDescriptor(),
            StatusProto.getDescriptor(),
            ErrorDetailsProto.getDescriptor());

    private static final int MOST_DEEP = 200;

    private final Map<String, FileDescriptorProto> texts = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> built = new HashMap<>();

    private DescriptorFiles() {
        KNOWN.forEach(file -> built.put(file.getFullName(), file));
    }

    /** @param set a {@code google.protobuf.FileDescriptorSet}, as {@code protoc --descriptor_set_out} writes it */
    static DescriptorFiles read(byte[] set) throws BadDescriptors {
        DescriptorFiles files = new DescriptorFiles();
        for (FileDescriptorProto file : parse(set).getFileList()) {
            files.texts.put(file.getName(), file);
        }
        if (files.texts.isEmpty()) {
            throw new BadDescriptors("is empty");
        }
        for (String name : files.texts.keySet()) {
            files.build(name, 0);
        }
        return files;
    }

    private static FileDescriptorSet parse(byte[] set) throws BadDescriptors {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        try {
            return FileDescriptorSet.parseFrom(set, extensions);
        } catch (InvalidProtocolBufferException e) {
            throw new BadDescriptors("is no descriptor set; protoc --descriptor_set_out makes one");
        }
    }

    private FileDescriptor build(String name, int depth) throws BadDescriptors {
        FileDescriptor done = built.get(name);
        if (done != null) {
            return done;
        }
        FileDescriptorProto text = texts.get(name);
        if (text == null || depth > MOST_DEEP) {
            throw new BadDescriptors(
                    text == null
                            ? "lacks " + name + "; protoc needs --include_imports"
                            : "has files that import each other: " + name);
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String imported : text.getDependencyList()) {
            imports.add(build(imported, depth + 1));
        }
        try {
            FileDescriptor file = FileDescriptor.buildFrom(text, imports.toArray(FileDescriptor[]::new));
            built.put(name, file);
            return file;
        } catch (DescriptorValidationException e) {
            throw new BadDescriptors("is not whole: " + e.getMessage());
        }
    }

    /** By its full name, or null. */
    @Nullable
    ServiceDescriptor service(String name) {
        for (FileDescriptor file : built.values()) {
            for (ServiceDescriptor service : file.getServices()) {
                if (service.getFullName().equals(name)) {
                    return service;
                }
            }
        }
        return null;
    }

    /** Full names, sorted. */
    List<String> services() {
        return texts.keySet().stream()
                .map(built::get)
                .flatMap(file -> file.getServices().stream())
                .map(ServiceDescriptor::getFullName)
                .sorted()
                .toList();
    }

    /** All types of messages, also those within others. */
    TypeTable types() {
        Map<String, Descriptor> types = new HashMap<>();
        built.values().forEach(file -> file.getMessageTypes().forEach(type -> collect(type, types)));
        return new TypeTable(types);
    }

    private static void collect(Descriptor type, Map<String, Descriptor> types) {
        types.put(type.getFullName(), type);
        type.getNestedTypes().forEach(nested -> collect(nested, types));
    }

    /** Types that every set has: those of errors' details, say. */
    static TypeTable knownTypes() {
        return new DescriptorFiles().types();
    }
}
