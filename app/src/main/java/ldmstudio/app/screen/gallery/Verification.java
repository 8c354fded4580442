package ldmstudio.app.screen.gallery;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What drawing a picture again said.
 *
 * @param different pixels that differ, of {@code pixels}
 * @param largest difference of a colour, of 255
 * @param notes what may be the reason
 * @param png the new picture, base64
 */
record Verification(int different, int pixels, int largest, List<String> notes, String png) {
    static Verification of(Map<String, Object> payload) {
        List<String> notes =
                payload.get("notes") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of();
        return new Verification(
                number(payload, "different"),
                number(payload, "pixels"),
                number(payload, "largest"),
                notes,
                String.valueOf(payload.get("png")));
    }

    boolean equal() {
        return different == 0;
    }

    /** The outcome in words. */
    String words() {
        String result =
                equal()
                        ? "Equal: all %,d pixels are the same.".formatted(pixels)
                        : String.format(
                                Locale.ROOT,
                                "%,d of %,d pixels differ, by at most %d of 255.",
                                different,
                                pixels,
                                largest);
        return notes.isEmpty() ? result : result + " " + String.join(" ", notes);
    }

    private static int number(Map<String, Object> payload, String key) {
        return payload.get(key) instanceof Number number ? number.intValue() : 0;
    }
}
