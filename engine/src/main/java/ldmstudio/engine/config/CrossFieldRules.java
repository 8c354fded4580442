package ldmstudio.engine.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules over several fields: what each field allows by itself can still not work together. A rule
 * reports at the field that a person would change.
 */
final class CrossFieldRules {
    private final List<Broken> broken = new ArrayList<>();

    /** A problem and all the keys whose values it depends on. */
    record Broken(Problem problem, List<String> keys) {}

    private CrossFieldRules() {}

    /** All rules that the configuration breaks. */
    static List<Broken> broken(RunConfig config) {
        CrossFieldRules rules = new CrossFieldRules();
        rules.data(config.data());
        if (config instanceof Stage1Config stage1) {
            Stage1Rules.check(stage1, rules);
        } else if (config instanceof Stage2Config stage2) {
            Stage2Rules.check(stage2, rules);
        } else if (config instanceof TextStageConfig text) {
            TextStageRules.check(text, rules);
        }
        return rules.broken;
    }

    /** Reports at {@code key} unless the rule holds. */
    void unless(
            boolean holds,
            String key,
            Object value,
            String message,
            String allowed,
            String... alsoConcerned) {
        if (!holds) {
            List<String> keys = new ArrayList<>(List.of(alsoConcerned));
            keys.add(key);
            broken.add(new Broken(Problem.of(key, value, message, allowed), keys));
        }
    }

    private void data(DataConfig data) {
        unless(
                data instanceof DrawnData.Shapes
                        || data instanceof DrawnData.Scenes
                        || !data.path().isBlank(),
                "data.path",
                "",
                "is empty",
                "the folder with the pictures",
                "data.type");
    }

    /** GroupNorm: the groups divide every channel count. */
    void divides(int groups, List<Integer> channels, String key, String channelsKey) {
        List<Integer> undivided = channels.stream().filter(c -> c % groups != 0).toList();
        unless(
                undivided.isEmpty(),
                key,
                groups,
                "does not divide " + undivided + " of " + NearestKey.last(channelsKey),
                "a common divisor of " + channels,
                channelsKey);
    }

    /** Every level after the first halves the picture. */
    void halves(int size, int levels, String key, String channelsKey) {
        int factor = 1 << (levels - 1);
        unless(
                size % factor == 0,
                key,
                size,
                "cannot be halved " + (levels - 1) + " times, once for each further level",
                "a multiple of " + factor,
                channelsKey);
    }
}
