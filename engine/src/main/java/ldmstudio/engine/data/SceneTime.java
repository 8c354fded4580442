package ldmstudio.engine.data;

import java.util.List;

/** Whether the sun or the moon stands in a scene's sky, and the ways in which captions say so. */
enum SceneTime {
    /** An empty phrase twice: where nothing is said it is day, as people mean it. */
    DAY("day", "", "", "by day", "under the sun"),
    NIGHT("night", "at night", "at night", "under the moon", "in the dark"),
    NONE("none", "");

    private final String word;
    private final List<String> phrases;

    SceneTime(String word, String... phrases) {
        this.word = word;
        this.phrases = List.of(phrases);
    }

    /** The attribute's word. */
    String word() {
        return word;
    }

    List<String> phrases() {
        return phrases;
    }
}
