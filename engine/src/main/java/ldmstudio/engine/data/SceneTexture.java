package ldmstudio.engine.data;

/** What a thing's own parts are covered with. */
enum SceneTexture {
    PLAIN("plain"),
    STRIPED("striped"),
    DOTTED("dotted");

    private final String word;

    SceneTexture(String word) {
        this.word = word;
    }

    /** The attribute's word; captions leave {@code plain} out. */
    String word() {
        return word;
    }
}
