package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.FieldEdits;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionNoticesTest {
    private static final Api.Version OLD = version("v1", "2026-06-01", "2027-01-01", false);
    private static final Api.Version NEW = version("v2", null, null, true);

    @Test
    void aVersionThatIsNeitherDeprecatedNorAboutToEndSaysNothing() {
        assertThat(lines(Api.By.PATH, "", NEW, List.of(OLD, NEW))).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "PATH,       '',        </orders/v2>",
        "QUERY,      version,   </orders?version=v2>",
        "HEADER,     X-Version, </orders>",
        "MEDIA_TYPE, '',        </orders>",
    })
    void anOldVersionSaysSinceWhenUntilWhenAndWhatFollows(Api.By by, String name, String place) {
        assertThat(lines(by, name, OLD, List.of(OLD, NEW)))
                .isEqualTo("Deprecation: @1780272000\r\n"
                        + "Sunset: Fri, 01 Jan 2027 00:00:00 GMT\r\n"
                        + "Link: " + place + "; rel=\"successor-version\"\r\n");
    }

    @Test
    void theSuccessorIsTheDefaultElseTheNextThatIsNotDeprecated() {
        Api.Version third = version("v3", null, null, false);
        assertThat(successor(OLD, List.of(OLD, third, NEW))).contains(NEW);
        Api.Version outdated = version("v2", "2026-07-01", null, false);
        assertThat(successor(OLD, List.of(OLD, outdated, third))).contains(third);
        assertThat(successor(third, List.of(OLD, outdated, third))).isEmpty();
        Api.Version oldDefault = version("v1", "2026-06-01", null, true);
        assertThat(successor(oldDefault, List.of(oldDefault, third))).contains(third);
    }

    private static Optional<Api.Version> successor(Api.Version version, List<Api.Version> all) {
        return VersionNotices.successor(api(Api.By.PATH, "", all), version);
    }

    private static String lines(Api.By by, String name, Api.Version version, List<Api.Version> all) {
        return new String(VersionNotices.lines(api(by, name, all), version), StandardCharsets.US_ASCII);
    }

    private static Api api(Api.By by, String name, List<Api.Version> versions) {
        return new Api("orders", List.of(), "/orders", List.of(), new Api.Versioning(by, name), versions);
    }

    private static Api.Version version(
            String name, @Nullable String deprecated, @Nullable String sunset, boolean isDefault) {
        return new Api.Version(
                name,
                new Action.Forward(List.of(new Action.Target("orders", 1))),
                isDefault,
                Optional.ofNullable(deprecated).map(LocalDate::parse),
                Optional.ofNullable(sunset).map(LocalDate::parse),
                List.of(),
                Optional.empty(),
                FieldEdits.NONE,
                FieldEdits.NONE,
                Optional.empty());
    }
}
