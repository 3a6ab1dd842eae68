package io.weir.config.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.weir.config.parse.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads single settings; notes each problem with the file and line it comes from and goes on with a stand-in. */
final class SettingReader {
    private final Config config;
    private final List<String> problems;

    SettingReader(Config config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    /** The setting, if it is there and {@code parse} takes it. */
    <T> Optional<T> value(String key, Function<String, Optional<T>> parse, String expected) {
        if (!config.hasPath(key)) {
            return Optional.empty();
        }
        ConfigValue value = config.getValue(key);
        boolean word = value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
        Optional<T> parsed =
                word ? parse.apply(String.valueOf(value.unwrapped()).strip()) : Optional.empty();
        if (parsed.isEmpty()) {
            problem(value, key, "is " + (word ? "\"" + value.unwrapped() + "\"" : "not a single value"), expected);
        }
        return parsed;
    }

    <T> T required(String key, Function<String, Optional<T>> parse, String expected, T standIn) {
        if (!config.hasPath(key)) {
            problems.add(key + ": is missing (expected " + expected + ")");
        }
        return value(key, parse, expected).orElse(standIn);
    }

    /** A list, or one text with commas. */
    <T> List<T> list(String key, Function<String, Optional<T>> parse, String expected) {
        if (!config.hasPath(key)) {
            return List.of();
        }
        ConfigValue value = config.getValue(key);
        List<String> words = new ArrayList<>();
        if (value.unwrapped() instanceof List<?> items) {
            items.forEach(item -> words.add(String.valueOf(item)));
        } else {
            words.addAll(List.of(String.valueOf(value.unwrapped()).split(",")));
        }
        List<T> parsed = new ArrayList<>();
        for (String word : words) {
            if (!word.isBlank()) {
                Optional<T> item = parse.apply(word.strip());
                item.ifPresent(parsed::add);
                if (item.isEmpty()) {
                    problem(value, key, "has \"" + word.strip() + "\"", expected);
                }
            }
        }
        return parsed;
    }

    int integer(String key, int from, int to) {
        String expected = "a whole number from " + from + " to " + to;
        return required(
                key,
                text -> {
                    try {
                        int number = Integer.parseInt(text);
                        return number >= from && number <= to ? Optional.of(number) : Optional.empty();
                    } catch (NumberFormatException e) {
                        return Optional.<Integer>empty();
                    }
                },
                expected,
                from);
    }

    boolean flag(String key) {
        return required(
                key,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "on" -> Optional.of(true);
                    case "false", "off" -> Optional.of(false);
                    default -> Optional.<Boolean>empty();
                },
                "true or false",
                false);
    }

    Duration duration(String key) {
        return required(key, Quantities::duration, "a duration with its unit, e.g. 10s", Duration.ZERO);
    }

    long bytes(String key) {
        return required(
                key,
                text -> {
                    OptionalLong size = Quantities.size(text);
                    boolean good = size.isPresent() && size.getAsLong() >= 1024;
                    return good ? Optional.of(size.getAsLong()) : Optional.<Long>empty();
                },
                "a size with its unit from 1KiB, e.g. 100MiB",
                1024L);
    }

    <E extends Enum<E>> E constant(String key, E[] constants) {
        List<String> words = new ArrayList<>();
        for (E constant : constants) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return required(
                key,
                text -> {
                    int index = words.indexOf(text.toLowerCase(Locale.ROOT));
                    return index < 0 ? Optional.<E>empty() : Optional.of(constants[index]);
                },
                String.join(", ", words),
                constants[0]);
    }

    private void problem(ConfigValue value, String key, String message, String expected) {
        problems.add(value.origin().description() + ": " + key + ": " + message + " (expected " + expected + ")");
    }
}
