package ldmstudio.app.screen.interpolate;

import java.util.ArrayList;
import java.util.List;
import ldmstudio.app.control.NumberText;

/** The words {@code sharpness=1, eta=0.5} of a keyframe. */
final class NumberWords {
    private NumberWords() {}

    /** The same words with one number put in or replaced. */
    static String with(String words, String key, double value) {
        String rest = without(words, key);
        String word = key + "=" + NumberText.of(value);
        return rest.isEmpty() ? word : rest + ", " + word;
    }

    /** The same words without a number. */
    static String without(String words, String key) {
        List<String> kept = new ArrayList<>();
        for (String word : words.split("[,;]", -1)) {
            int equals = word.indexOf('=');
            boolean named = equals > 0 && word.substring(0, equals).strip().equals(key);
            if (!word.isBlank() && !named) {
                kept.add(word.strip());
            }
        }
        return String.join(", ", kept);
    }
}
