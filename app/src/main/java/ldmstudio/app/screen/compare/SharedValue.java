package ldmstudio.app.screen.compare;

/** A value that all panes share until one of them is given its own. */
public enum SharedValue {
    PROMPT("prompt", "Prompt", ""),
    NEGATIVE_PROMPT("negative_prompt", "Negative prompt", ""),
    CLASS("class", "Class", ""),
    SEED("seed", "Seed", "0"),
    STEPS("steps", "Steps", "30"),
    GUIDANCE("guidance_scale", "Guidance", "1"),
    SAMPLER("sampler", "Sampler", "ddim"),
    COUNT("count", "Pictures", "1");

    private final String key;
    private final String label;
    private final String first;

    SharedValue(String key, String label, String first) {
        this.key = key;
        this.label = label;
        this.first = first;
    }

    /** Its name in files; a setting of the sampling has the name of its key in a configuration. */
    public String key() {
        return key;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** What it is before anybody has said anything. */
    public String first() {
        return first;
    }
}
