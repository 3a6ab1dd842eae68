package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import io.weir.node.decide.grpc.BindingTable.Found;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a descriptor set has to have, and what its rules may be. */
final class BindingReaderTest {
    private static DescriptorFiles files(String rule) throws Exception {
        return DescriptorFiles.read(
                FileDescriptorSet.newBuilder().addFile(file(rule)).build().toByteArray());
    }

    private static FileDescriptorProto file(String rule) throws TextFormat.ParseException {
        ExtensionRegistry extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        String option = rule.isEmpty() ? "" : "options { [google.api.http] { " + rule + " } }";
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
        TextFormat.merge(
                """
                name: "t.proto" package: "t" syntax: "proto3" dependency: "google/api/annotations.proto"
                message_type {
                  name: "M"
                  field { name: "id" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                  field { name: "ids" number: 2 type: TYPE_STRING label: LABEL_REPEATED }
                  field { name: "m" number: 3 type: TYPE_MESSAGE type_name: ".t.M" label: LABEL_OPTIONAL }
                }
                service {
                  name: "S"
                  method { name: "Call" input_type: ".t.M" output_type: ".t.M" %s }
                  method { name: "Other" input_type: ".t.M" output_type: ".t.M"
                    options { [google.api.http] { get: "/other/{id}" } } }
                }
                service { name: "Bare" method { name: "Call" input_type: ".t.M" output_type: ".t.M" } }
                """
                        .formatted(option),
                extensions,
                file);
        return file.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        get: "/a/{nope}"                     | method t.S.Call has {nope}, which is no field of t.M
        get: "/a/{id.x}"                     | method t.S.Call has {id.x}, which is no field of t.M
        get: "/a/{ids}"                      | method t.S.Call has {ids}, which is no single value
        get: "/a/{m}"                        | method t.S.Call has {m}, which is no single value
        get: "/a/{ids.x}"                    | method t.S.Call has {ids.x}, which is no field of t.M
        get: "a"                             | method t.S.Call has a path that is none: "a" does not begin with a slash (at character 1)
        get: "/a/**/b"                       | method t.S.Call has a path that is none: "/a/**/b" has something behind **, which takes everything (at character 7)
        body: "*"                            | method t.S.Call has a rule without a path
        custom { path: "/a" }                | method t.S.Call has a custom rule without a kind
        post: "/a" body: "x"                 | method t.S.Call has the body "x", which is no field of t.M
        post: "/a" body: "m.id"              | method t.S.Call has the body "m.id", which is no field of t.M
        post: "/a/{id}" body: "id"           | method t.S.Call has id in its path and as its body
        get: "/a" response_body: "x"         | method t.S.Call has the response_body "x", which is no field of t.M
        get: "/other/{m.id}"                 | method t.S.Other has GET /other/{id}, which is also t.S.Call
        get: "/a" additional_bindings { get: "/a" } | method t.S.Call has GET /a, which is also t.S.Call
        get: "/a" additional_bindings { get: "/b" additional_bindings { get: "/c" } } | method t.S.Call has additional_bindings within additional_bindings
        """)
    void aRuleThatCannotMeanAnythingIsRefused(String rule, String why) throws Exception {
        DescriptorFiles files = files(rule);
        assertThatThrownBy(() -> BindingReader.read(files, List.of("t.S")))
                .isInstanceOf(BadDescriptors.class)
                .hasMessage(why);
    }

    @Test
    void aServiceHasToBeThereAndHaveRules() throws Exception {
        DescriptorFiles files = files("");
        assertThatThrownBy(() -> BindingReader.read(files, List.of("t.Nope")))
                .hasMessage("has no service t.Nope; it has t.Bare, t.S");
        assertThatThrownBy(() -> BindingReader.read(files, List.of("t.S", "t.Bare")))
                .hasMessage("has no method with google.api.http in t.Bare");
        assertThat(BindingReader.read(files, List.of("t.S")).find("GET", "/other/1"))
                .isInstanceOf(Found.class);
    }

    @Test
    void whatIsNoDescriptorSetIsRefused() throws Exception {
        assertThatThrownBy(() -> DescriptorFiles.read(new byte[0])).hasMessage("is empty");
        assertThatThrownBy(() -> DescriptorFiles.read("syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("is no descriptor set");
        FileDescriptorProto lacking =
                file("").toBuilder().addDependency("other.proto").build();
        assertThatThrownBy(() -> DescriptorFiles.read(
                        FileDescriptorSet.newBuilder().addFile(lacking).build().toByteArray()))
                .hasMessage("lacks other.proto; protoc needs --include_imports");
        FileDescriptorProto circular =
                file("").toBuilder().addDependency("t.proto").build();
        assertThatThrownBy(() -> DescriptorFiles.read(
                        FileDescriptorSet.newBuilder().addFile(circular).build().toByteArray()))
                .hasMessage("has files that import each other: t.proto");
        FileDescriptorProto broken = file("").toBuilder().clearMessageType().build();
        assertThatThrownBy(() -> DescriptorFiles.read(
                        FileDescriptorSet.newBuilder().addFile(broken).build().toByteArray()))
                .hasMessageStartingWith("is not whole: ");
    }

    /** The examples in the comments of google/api/http.proto. */
    @ParameterizedTest(name = "{1} {2} is {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        get: "/v1/{id=messages/*}"                        | GET    | /v1/messages/123456        | messages/123456
        get: "/v1/messages/{id}"                          | GET    | /v1/messages/123456        | 123456
        get: "/v1/messages/{id}" additional_bindings { get: "/v1/users/{m.id}/messages/{id}" } | GET | /v1/users/me/messages/123456 | me 123456
        patch: "/v1/messages/{id}" body: "m"              | PATCH  | /v1/messages/123456        | 123456
        patch: "/v1/messages/{id}" body: "*"              | PATCH  | /v1/messages/123456        | 123456
        get: "/v1/{id=shelves/*/books/**}"                | GET    | /v1/shelves/1/books/2/3    | shelves/1/books/2/3
        post: "/v1/{id=shelves/*}:clear" body: "*"        | POST   | /v1/shelves/1:clear        | shelves/1
        custom { kind: "HEAD" path: "/v1/{id}" }          | HEAD   | /v1/x                      | x
        custom { kind: "*" path: "/v1/{id}" }             | LOCK   | /v1/x                      | x
        """)
    void theExamplesOfTheSpecificationAreBound(String rule, String method, String path, String variables)
            throws Exception {
        var lookup = BindingReader.read(files(rule), List.of("t.S")).find(method, path);
        assertThat(lookup).isInstanceOf(Found.class);
        Found<MethodBinding> found = (Found<MethodBinding>) lookup;
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < found.template().variables().size(); i++) {
            values.append(i == 0 ? "" : " ").append(found.variable(i));
        }
        assertThat(values.toString()).isEqualTo(variables);
        assertThat(found.value().target()).isEqualTo("/t.S/Call");
    }
}
