package io.weir.node.decide.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.signature.Structured.Item;
import io.weir.node.decide.signature.Structured.Member;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Structured fields as RFC 9651 has them; what is written is their one form. */
final class StructuredParserTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            value = {
                "0                    ! 0 ! zero",
                "-0                   ! 0 ! zero has no sign",
                "007                  ! 7 ! nor leading zeros",
                "-42                  ! -42 ! below zero",
                "999999999999999      ! 999999999999999 ! the largest",
                "1.50                 ! 1.5 ! a decimal",
                "-0.0                 ! 0.0 ! zero as a decimal",
                "123456789012.125     ! 123456789012.125 ! the longest decimal",
                "10.0                 ! 10.0 ! a whole decimal",
                "\"a \\\" \\\\ b\"    ! \"a \\\" \\\\ b\" ! a string with escapes",
                "a/b:c*               ! a/b:c* ! a token",
                "*x                   ! *x ! a token with a star",
                ":AQIDBA==:           ! :AQIDBA==: ! bytes",
                ":AQIDBA:             ! :AQIDBA==: ! bytes without padding",
                "::                   ! :: ! no bytes",
                "?1                   ! ?1 ! true",
                "?0;a                 ! ?0;a ! false, with a parameter that is true",
                "@1659578233          ! @1659578233 ! a date",
                "%\"f%c3%bc\"         ! %\"f%c3%bc\" ! a text",
                "a;b=1;  c=?1; d=?0   ! a;b=1;c;d=?0 ! parameters",
            })
    void anItemIsReadAndWritten(String text, String written, String reason) {
        Item item = StructuredParser.item("  " + text + " ");
        assertThat(item == null ? null : item.written()).as(reason).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "1000000000000000",
                "1.",
                "1.1234",
                "1234567890123.1",
                ".5",
                "+1",
                "1e3",
                "\"a",
                "\"\\a\"",
                "\"a\u00fc\"",
                "\"a\tb\"",
                ":AQ",
                ":A:",
                ":A=Q:",
                ":!:",
                "?",
                "?2",
                "?true",
                "@",
                "@1.5",
                "@a",
                "%a",
                "%\"a",
                "%\"%C3\"",
                "%\"%c\"",
                "%\"%ff\"",
                "%\"%c3\"",
                "a b",
                "a,b",
                "a;",
                "a;B",
                "a;b=",
                "a;b=1;b=1",
                "a;b=(1)",
                "(a)",
                "{}",
                "a\u0000",
                "=",
                "\u00e4"
            })
    void whatIsNoItemIsNone(String text) {
        assertThat(StructuredParser.item(text)).as(text).isNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            value = {
                "a=1,  b=2                       ! a=1, b=2",
                "a=?1, b, c;x, d=?0              ! a, b, c;x, d=?0",
                "a=(1 2;x  \"c\" );y             ! a=(1 2;x \"c\");y",
                "a=(),b=( )                      ! a=(), b=()",
                "a\t,\tb                         ! a, b",
                "*a-._1=1                        ! *a-._1=1",
            })
    void aDictionaryIsReadAndWritten(String text, String written) {
        Map<String, Member> dictionary = StructuredParser.dictionary(text);
        assertThat(dictionary == null ? null : Structured.write(dictionary)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,",
                "a=1,,b",
                ",a",
                "a=1 b=2",
                "a=1, a=1",
                "a, a",
                "A=1",
                "1=1",
                "a==1",
                "a=(1",
                "a=(1,2)",
                "a=(1)2",
                "a=(1 (2))",
                "a=((1))",
                "a=(\"a\"\"b\")",
                "a=1;b=1;b=2",
                "a =1",
                "a= 1",
                "a=1\n",
                "a=1,\u00a0b"
            })
    void whatIsNoDictionaryIsNone(String text) {
        assertThat(StructuredParser.dictionary(text)).as(text).isNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '!',
            value = {"a , b;c=1,(d e) ! a, b;c=1, (d e)", "a,a ! a, a"})
    void aListIsReadAndWritten(String text, String written) {
        List<Member> list = StructuredParser.list(text);
        assertThat(list == null ? null : Structured.write(list)).isEqualTo(written);
    }
}
