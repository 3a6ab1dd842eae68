package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.node.decide.grpc.BindingTable;
import io.weir.node.decide.grpc.BindingTable.Found;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of HTTP as messages of methods. */
final class CallReaderTest {
    private static final BindingTable<MethodBinding> BINDINGS = bindings();
    private static final CallReader READER = new CallReader(new MessageReader(Library.TYPES, false));

    private static BindingTable<MethodBinding> bindings() {
        try {
            return BindingReader.read(Library.FILES, List.of("weir.test.Library"));
        } catch (BadDescriptors e) {
            throw new IllegalStateException(e);
        }
    }

    private static Found<MethodBinding> find(String method, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        assertThat(BINDINGS.find(method, path)).as(target).isInstanceOf(Found.class);
        return (Found<MethodBinding>) BINDINGS.find(method, path);
    }

    private static String read(CallReader reader, String method, String target, @Nullable String body) throws Mismatch {
        int question = target.indexOf('?');
        CallReader.Body content =
                body == null ? CallReader.NoBody.NONE : new CallReader.Json(MessageJsonTest.tree(body));
        Found<MethodBinding> found = find(method, target);
        var message = reader.read(found, question < 0 ? "" : target.substring(question + 1), content);
        try {
            String json = new String(new MessageWriter(Library.TYPES).json(message), StandardCharsets.UTF_8);
            return found.value().method().getName() + ' ' + json;
        } catch (MessageWriter.NoJson e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        GET    | /v1/shelves/1/books/2          | | GetBook {"name":"shelves/1/books/2"} | several segments
        GET    | /v1/shelves/a%20b/books/%C3%A4%2Fc | | GetBook {"name":"shelves/a b/books/ä%2Fc"} | decoded, but for slashes
        GET    | /v1/books/a%2Fb                | | GetBook {"name":"a/b"}      | one segment is decoded
        FIND   | /v1/find/a/b                   | | GetBook {"name":"a/b"}      | a method of its own
        FIND   | /v1/find                       | | GetBook {}                  | nothing is a default
        POST   | /v1/books:get                  | {"name":"a","page":{"pageSize":3}} | GetBook {"name":"a","page":{"pageSize":3}} | everything in the body
        POST   | /v1/books:get                  | | GetBook {}                  | no body
        GET    | /v1/books/a?page.page_size=5&page.pageToken=x%26y+z | | GetBook {"name":"a","page":{"pageSize":5,"pageToken":"x&y z"}} | a message in the query, by either name
        GET    | /v1/books/a?colors=RED&colors=2&numbers=1&numbers=-2 | | GetBook {"name":"a","colors":["RED","GREEN"],"numbers":[1,-2]} | repeated
        GET    | /v1/books/a?wrapped=true&since=2026-11-25T13:00:00Z&fields=title,author.firstName | | GetBook {"name":"a","fields":"title,author.firstName","wrapped":true,"since":"2026-11-25T13:00:00Z"} | well-known types
        GET    | /v1/books/a?token=-_8%3D&color=BLUE | | GetBook {"name":"a","token":"+/8=","color":"BLUE"} | bytes and constants
        GET    | /v1/books/a?by_number=0        | | GetBook {"name":"a","byNumber":0} | one of those that exclude each other
        GET    | /v1/books/a?&                  | | GetBook {"name":"a"}        | nothing in the query
        GET    | /v1/books/a?page.page_token    | | GetBook {"name":"a","page":{}} | an empty value
        POST   | /v1/shelves/1/books?request_id=7 | {"title":"a"} | CreateBook {"parent":"shelves/1","book":{"title":"a"},"requestId":"7"} | a field in the body, another in the query
        POST   | /v1/shelves/1/books            | null | CreateBook {"parent":"shelves/1"} | null is nothing
        PATCH  | /v1/shelves/1/books/2          | {"book":{"name":"x","title":"a"}} | UpdateBook {"book":{"name":"shelves/1/books/2","title":"a"}} | the path goes before the body
        PATCH  | /v1/shelves/1/books/2          | {"requestId":"7"} | UpdateBook {"book":{"name":"shelves/1/books/2"},"requestId":"7"} | ... and makes the message
        GET    | /v1/shelves/1/books            | | ListBooks {"name":"shelves/1"} | a part of the answer
        GET    | /v1/shelves/1/books:watch      | | WatchBooks {"name":"shelves/1"} | a verb
        DELETE | /v1/shelves/1/books/2          | | DeleteBook {"name":"shelves/1/books/2"} | by its method
        """)
    void aRequestIsReadAsAMessage(String method, String target, String body, String message, String reason)
            throws Mismatch {
        assertThat(read(READER, method, target, body)).as(reason).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        GET  | /v1/books/a?colour=RED             | | query:colour   | is no field of the method
        GET  | /v1/books/a?page.x=1               | | query:page.x   | is no field of the method
        GET  | /v1/books/a?name=b                 | | query:name     | is told by the path
        GET  | /v1/books/a?color=PINK             | | query:color    | is no value of weir.test.Color
        GET  | /v1/books/a?color=RED&color=RED    | | query:color    | is there twice
        GET  | /v1/books/a?page.page_size=1&page.pageSize=2 | | query:page.pageSize | is there twice
        GET  | /v1/books/a?page=1                 | | query:page     | is no single value
        GET  | /v1/books/a?labels.a=1             | | query:labels.a | is no field of the method
        GET  | /v1/books/a?labels=1               | | query:labels   | is no single value
        GET  | /v1/books/a?books=1                | | query:books    | is no single value
        GET  | /v1/books/a?numbers=1,2            | | query:numbers  | is no whole number of 32 bits
        GET  | /v1/books/a?wrapped=yes            | | query:wrapped  | is neither true nor false
        GET  | /v1/books/a?since=now              | | query:since    | is no time of RFC 3339
        GET  | /v1/books/a?by_text=a&by_number=1  | | query:by_number | excludes another field of by
        GET  | /v1/books/a?token=%zz              | | query:token    | is not encoded as it should be
        GET  | /v1/books/a?token=%FF              | | query:token    | is not encoded as it should be
        GET  | /v1/books/a?%FF=1                  | | query:         | is not encoded as it should be
        GET  | /v1/books/%FF                      | | path:name      | is not encoded as it should be
        POST | /v1/books:get?name=a               | {} | query:name  | belongs into the body
        POST | /v1/shelves/1/books?book.title=a   | {} | query:book.title | is told by the body
        POST | /v1/shelves/1/books                | {"titel":"a"} | /titel | is not a field of weir.test.Book
        POST | /v1/shelves/1/books                | [] | ``          | is no object
        POST | /v1/echo                           | {"books":[{"author":{"firstName":1}}]} | /books/0/author/firstName | is no text
        """)
    void whatDoesNotFitIsRefusedWithItsPlace(String method, String target, String body, String place, String detail) {
        Mismatch mismatch = catchThrowableOfType(Mismatch.class, () -> read(READER, method, target, body));
        assertThat(mismatch).isNotNull();
        assertThat(mismatch.fault().place()).isEqualTo(place);
        assertThat(mismatch.fault().detail()).isEqualTo(detail);
    }

    @Test
    void whatNoFieldHasIsSkippedWhereThatIsWanted() throws Mismatch {
        CallReader lenient = new CallReader(new MessageReader(Library.TYPES, true));
        assertThat(read(lenient, "GET", "/v1/books/a?utm=1&color=RED", null))
                .isEqualTo("GetBook {\"name\":\"a\",\"color\":\"RED\"}");
        assertThat(read(lenient, "POST", "/v1/books:get?utm=1", "{\"name\":\"a\",\"x\":{}}"))
                .isEqualTo("GetBook {\"name\":\"a\"}");
    }

    @Test
    void anyQueryIsReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "name",
            "page",
            ".",
            "page_size",
            "color",
            "=",
            "&",
            "%",
            "%41",
            "1",
            "RED",
            "+",
            "books",
            "since",
            "by_text"
        };
        for (int turn = 0; turn < 20_000; turn++) {
            StringBuilder query = new StringBuilder();
            for (int length = random.nextInt(10); length > 0; length--) {
                query.append(parts[random.nextInt(parts.length)]);
            }
            try {
                read(READER, "GET", "/v1/books/a?" + query, null);
            } catch (Mismatch e) {
                assertThat(e.fault().place()).as("%s, seed %d", query, seed).startsWith("query:");
            }
        }
    }
}
