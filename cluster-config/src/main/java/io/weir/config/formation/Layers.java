package io.weir.config.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.weir.config.parse.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lays the sources of settings over each other and finds keys that nobody knows. */
final class Layers {
    /** Sections that are not Weir's own, but are passed on. */
    private static final Set<String> FOREIGN = Set.of("pekko");

    private static final String SHORT_LOG = "weir.access-log";

    private final List<String> problems;

    Layers(List<String> problems) {
        this.problems = problems;
    }

    /** What the operator said: file under environment under {@code --set}. */
    Config said(Sources sources) {
        Config said = sets(sources.sets())
                .withFallback(environment(sources.environment()))
                .withFallback(sources.file().map(this::file).orElse(ConfigFactory.empty()));
        try {
            Config resolved = said.resolve();
            checkKeys(resolved);
            return resolved;
        } catch (ConfigException e) {
            problems.add(String.valueOf(e.getMessage()));
            return ConfigFactory.empty();
        }
    }

    /** Under what was said: the profile, then the defaults. */
    static Config complete(Config said, Profile profile) {
        String name = "profile-" + profile.name().toLowerCase(Locale.ROOT) + ".conf";
        return said.withFallback(resource(name))
                .withFallback(resource("defaults.conf"))
                .resolve();
    }

    static Config resource(String name) {
        ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
        return ConfigFactory.parseResources(Layers.class, name, mustExist);
    }

    private Config file(java.nio.file.Path path) {
        try {
            ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
            return longForm(ConfigFactory.parseFile(path.toFile(), mustExist));
        } catch (ConfigException.Parse e) {
            problems.add(String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            problems.add(path + ": cannot be read: " + e.getMessage());
        }
        return ConfigFactory.empty();
    }

    private Config environment(Map<String, String> environment) {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> setting :
                SettingKeys.fromEnvironment(environment, problems).entrySet()) {
            String origin = "environment variable " + SettingKeys.variable(setting.getKey());
            config = config.withValue(setting.getKey(), ConfigValueFactory.fromAnyRef(setting.getValue(), origin));
        }
        return config;
    }

    private Config sets(List<String> sets) {
        Config config = ConfigFactory.empty();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals <= 0) {
                problems.add("--set " + set + ": is not key=value (expected e.g. --set weir.admin.port=8181)");
                continue;
            }
            String key = set.substring(0, equals).strip();
            ConfigValue value = ConfigValueFactory.fromAnyRef(set.substring(equals + 1), "--set " + set);
            try {
                config = longForm(config.withValue(key, value));
            } catch (ConfigException e) {
                problems.add("--set " + set + ": " + e.getMessage());
            }
        }
        return config;
    }

    /** {@code weir.access-log = stdout} is short for {@code weir.access-log.to = stdout}. */
    private static Config longForm(Config config) {
        if (!config.hasPath(SHORT_LOG) || config.getValue(SHORT_LOG).valueType() == ConfigValueType.OBJECT) {
            return config;
        }
        ConfigValue value = config.getValue(SHORT_LOG);
        return config.withoutPath(SHORT_LOG).withValue(SHORT_LOG + ".to", value);
    }

    private void checkKeys(Config said) {
        List<String> known = new ArrayList<>(SettingKeys.ALL);
        said.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry ->
                        !FOREIGN.contains(ConfigUtil.splitPath(entry.getKey()).get(0)))
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> problems.add(entry.getValue().origin().description() + ": " + entry.getKey()
                        + ": is not a known setting" + Suggestion.didYouMean(entry.getKey(), known)));
    }
}
