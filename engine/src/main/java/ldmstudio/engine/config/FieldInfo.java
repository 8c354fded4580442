package ldmstudio.engine.config;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a form: a value, or a group of rows.
 *
 * @param path dotted key for {@link RunConfigs#get} and {@link RunConfigs#with}
 * @param kind which control the row needs
 * @param label short name
 * @param help one or two sentences, for a tooltip
 * @param unit unit of a number; empty for none
 * @param min smallest number, of each entry for a list; negative infinity for none
 * @param max largest number, of each entry for a list; positive infinity for none
 * @param oneOf the words of a {@link Kind#CHOICE}; empty otherwise
 * @param allowed what is allowed, in words
 * @param defaultValue the value that reset restores; null for a group
 * @param pick what a browse button beside the text looks for
 * @param advanced shown only in the advanced form
 * @param live may be changed while the run goes on
 * @param fields the rows of a group without alternatives, else empty
 * @param alternatives the forms that a group can take, chosen by {@code path + ".type"}, else empty
 */
public record FieldInfo(
        String path,
        Kind kind,
        String label,
        String help,
        String unit,
        double min,
        double max,
        List<String> oneOf,
        String allowed,
        @Nullable Object defaultValue,
        Field.Pick pick,
        boolean advanced,
        boolean live,
        List<FieldInfo> fields,
        List<Alternative> alternatives) {

    /** What a row holds; the Java type of its value follows from it. */
    public enum Kind {
        /** {@code Integer} or {@code Long}. */
        WHOLE_NUMBER,
        /** {@code Double}. */
        NUMBER,
        /** {@code Boolean}. */
        SWITCH,
        /** {@code String}, any. */
        TEXT,
        /** {@code String}, one of {@link FieldInfo#oneOf}. */
        CHOICE,
        /** {@code List<Integer>}. */
        WHOLE_NUMBERS,
        /** {@code List<Boolean>}. */
        SWITCHES,
        /** A record. */
        GROUP
    }

    /**
     * One form that a group can take.
     *
     * @param word the word that chooses it, such as {@code image_folder}
     * @param type its record
     * @param fields its rows, the choice of the alternative first
     */
    public record Alternative(String word, Class<? extends Record> type, List<FieldInfo> fields) {}

    /** The last part of the path: the YAML key. */
    public String key() {
        return NearestKey.last(path);
    }

    public boolean isGroup() {
        return kind == Kind.GROUP;
    }

    /** The rows of this group for the record it holds now; empty for a single value. */
    public List<FieldInfo> fieldsOf(Object group) {
        for (Alternative alternative : alternatives) {
            if (alternative.type().isInstance(group)) {
                return alternative.fields();
            }
        }
        return fields;
    }

    /**
     * What is wrong with a value or a typed text in this row, if anything; fields that do not fit
     * each other are found by {@link RunConfigs#validate}.
     */
    public Optional<Problem> check(RunConfig config, Object value) {
        try {
            RunConfigs.with(config, path, value);
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.problems().get(0));
        }
    }
}
