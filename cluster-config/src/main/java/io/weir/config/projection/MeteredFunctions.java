package io.weir.config.projection;

import com.dashjoin.jsonata.Jsonata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The functions of the library whose cost is more than a look at each item, with what they cost. */
final class MeteredFunctions {
    private interface Cost {
        /** Charges for a call, before it is made. */
        void charge(List<?> arguments, Meter meter);
    }

    /** @param signature as the library declares it */
    private record Metered(String signature, Cost cost) {}

    private static final Map<String, Metered> ALL = Map.ofEntries(
            Map.entry("string", new Metered("<x-b?:s>", MeteredFunctions::whole)),
            Map.entry("join", new Metered("<a<s>s?:s>", MeteredFunctions::joined)),
            Map.entry("append", new Metered("<xx:a>", MeteredFunctions::items)),
            Map.entry("zip", new Metered("<a+>", MeteredFunctions::items)),
            Map.entry("merge", new Metered("<a<o>:o>", MeteredFunctions::whole)),
            Map.entry("spread", new Metered("<x-:a<o>>", MeteredFunctions::whole)),
            Map.entry("sort", new Metered("<af?:a>", MeteredFunctions::sorted)),
            Map.entry("distinct", new Metered("<x:x>", MeteredFunctions::pairs)),
            Map.entry("keys", new Metered("<x-:a<s>>", MeteredFunctions::whole)),
            Map.entry("lookup", new Metered("<x-s:x>", MeteredFunctions::items)),
            Map.entry("pad", new Metered("<s-ns?:s>", MeteredFunctions::padded)),
            Map.entry("replace", new Metered("<s-(sf)(sf)n?:s>", MeteredFunctions::replaced)));

    private static final Map<String, Jsonata.JFunction> PLAIN = plain();

    private MeteredFunctions() {}

    static void bind(Jsonata.Frame frame, Meter meter) {
        ALL.forEach((name, metered) -> {
            Jsonata.JFunction plain = Objects.requireNonNull(PLAIN.get(name));
            Jsonata.JFunctionCallable call = (input, arguments) -> {
                metered.cost.charge(arguments, meter);
                return plain.call(input, arguments);
            };
            frame.bind(name, new Jsonata.JFunction(call, metered.signature));
        });
    }

    private static Map<String, Jsonata.JFunction> plain() {
        Map<String, Jsonata.JFunction> plain = new HashMap<>();
        for (String name : ALL.keySet()) {
            plain.put(name, (Jsonata.JFunction) Jsonata.jsonata("$" + name).evaluate(null));
        }
        return Map.copyOf(plain);
    }

    private static void whole(List<?> arguments, Meter meter) {
        arguments.forEach(argument -> meter.chargeFor(meter.weight(argument)));
    }

    private static void items(List<?> arguments, Meter meter) {
        arguments.forEach(argument -> meter.chargeFor(8 * Meter.shallow(argument)));
    }

    /** Separators come between all. */
    private static void joined(List<?> arguments, Meter meter) {
        long items = arguments.isEmpty() ? 0 : Meter.shallow(arguments.get(0));
        long separator = arguments.size() > 1 ? Meter.shallow(arguments.get(1)) : 0;
        long length = items * separator + (arguments.isEmpty() ? 0 : meter.weight(arguments.get(0)));
        meter.room(length);
        meter.chargeFor(length);
    }

    private static void sorted(List<?> arguments, Meter meter) {
        long items = arguments.isEmpty() ? 0 : Meter.shallow(arguments.get(0));
        meter.chargeFor(8 * items * (64 - Long.numberOfLeadingZeros(items)));
    }

    /** Whoever makes a body can make hashes collide. */
    private static void pairs(List<?> arguments, Meter meter) {
        long items = arguments.isEmpty() ? 0 : Meter.shallow(arguments.get(0));
        whole(arguments, meter);
        meter.chargeFor(items * items);
    }

    private static void padded(List<?> arguments, Meter meter) {
        if (arguments.size() > 1 && arguments.get(1) instanceof Number width) {
            long length = (long) Math.abs(width.doubleValue());
            long filler = arguments.size() > 2 ? Math.max(1, Meter.shallow(arguments.get(2))) : 1;
            meter.room(length);
            meter.chargeFor(length * (length + filler) / 2); // the library copies it for each character
        }
    }

    private static void replaced(List<?> arguments, Meter meter) {
        if (arguments.size() > 2 && arguments.get(0) instanceof String text) {
            long pattern = Math.max(1, Meter.shallow(arguments.get(1)));
            long with = arguments.get(2) instanceof String other ? other.length() : 1;
            long length = text.length() / pattern * with + text.length();
            meter.room(length);
            meter.chargeFor(length);
        }
    }
}
