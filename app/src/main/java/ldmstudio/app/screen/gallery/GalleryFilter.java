package ldmstudio.app.screen.gallery;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which items are looked at.
 *
 * @param words every one must occur in what an item says of itself: prompt, model, day, settings
 * @param kind pictures, videos or both
 * @param model name of a run or model; empty: any
 * @param starred only those with a star
 */
record GalleryFilter(String words, Kind kind, String model, boolean starred) {
    /** What is shown. */
    enum Kind {
        ALL("All"),
        PICTURES("Pictures"),
        VIDEOS("Videos");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static final GalleryFilter EVERYTHING = new GalleryFilter("", Kind.ALL, "", false);

    List<GalleryItem> of(List<GalleryItem> all, Predicate<GalleryItem> hasStar) {
        List<String> wanted =
                List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+")).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        return all.stream()
                .filter(item -> kind == Kind.ALL || item.video() == (kind == Kind.VIDEOS))
                .filter(item -> model.isEmpty() || item.modelName().equals(model))
                .filter(item -> !starred || hasStar.test(item))
                .filter(item -> matches(item, wanted))
                .toList();
    }

    private static boolean matches(GalleryItem item, List<String> wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        String text = item.searched();
        return wanted.stream().allMatch(text::contains);
    }
}
