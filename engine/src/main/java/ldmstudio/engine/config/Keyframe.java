package ldmstudio.engine.config;

/** One picture that a walk passes through, and how it goes on from there. */
public record Keyframe(
        @Field(
                        label = "At",
                        help =
                                "Place on the timeline, 0 the beginning and 1 the end; -1: evenly between its neighbours.",
                        min = -1,
                        max = 1)
                double at,
        @Field(label = "Prompt", help = "What is drawn there; empty: no text.") String prompt,
        @Field(
                        label = "Negative prompt",
                        help = "What guidance pushes away from there; empty: that of sampling.")
                String negativePrompt,
        @Field(
                        label = "Class",
                        help = "Number of the class that is drawn there; -1: none.",
                        min = -1,
                        max = 1_000_000)
                int classLabel,
        @Field(label = "Seed", help = "Its noise is that of a picture drawn with this seed.")
                long seed,
        @Field(
                        label = "Guidance",
                        help = "Goes evenly from one keyframe's to the next; -1: that of sampling.",
                        min = -1,
                        max = 50)
                double guidanceScale,
        @Field(
                        label = "Picture",
                        help =
                                "A picture as the keyframe: the recipe inside is drawn again; one without a recipe is turned back into noise by DDIM inversion. Empty: prompt and seed.",
                        pick = Field.Pick.FILE)
                String picture,
        @Field(
                        label = "Ease",
                        oneOf = {"linear", "smooth"},
                        help =
                                "The way to the next keyframe: linear at one speed, smooth slow at both ends.")
                String ease,
        @Field(
                        label = "Other numbers",
                        help =
                                "Other numbers of sampling here, such as sharpness=1, eta=0.5; they go evenly to the next keyframe's.",
                        advanced = true)
                String numbers) {

    public Keyframe {
        FieldChecks.require(
                Keyframe.class,
                at,
                prompt,
                negativePrompt,
                classLabel,
                seed,
                guidanceScale,
                picture,
                ease,
                numbers);
    }

    public static Keyframe defaults() {
        return new Keyframe(-1, "", "", -1, 0, -1, "", "linear", "");
    }

    /** A text drawn with a seed, evenly placed. */
    public static Keyframe of(String prompt, long seed) {
        return new Keyframe(-1, prompt, "", -1, seed, -1, "", "linear", "");
    }

    /** One value by its key in snake case. */
    public Object get(String key) {
        return ConfigPath.get(this, key);
    }

    /** A copy with one value replaced, by its key in snake case. */
    public Keyframe with(String key, Object value) {
        return (Keyframe) ConfigPath.with(this, key, value);
    }
}
