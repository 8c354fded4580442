package ldmstudio.engine.config;

/** A walk with everything that rendering it needs: what {@code ldm interpolate} reads. */
public record WalkRecipe(
        @Field(
                        label = "Model",
                        help =
                                "Run, checkpoint or model file that draws; relative to the folder of the command.",
                        pick = Field.Pick.FOLDER)
                String model,
        @Field(
                        label = "Film",
                        help =
                                "File that is written, or folder for format png; empty: a name by itself.",
                        pick = Field.Pick.FILE)
                String out,
        @Field(label = "Walk", help = "The way through what the model draws.") WalkConfig walk,
        @Field(label = "Video", help = "How the frames become a film.") VideoConfig video) {

    public WalkRecipe {
        FieldChecks.require(WalkRecipe.class, model, out, walk, video);
    }

    public static WalkRecipe defaults() {
        return new WalkRecipe("", "", WalkConfig.defaults(), VideoConfig.defaults());
    }

    /** A copy with one value replaced, by its dotted key in snake case. */
    public WalkRecipe with(String key, Object value) {
        return (WalkRecipe) ConfigPath.with(this, key, value);
    }

    /** The same of another walk. */
    public WalkRecipe withWalk(WalkConfig other) {
        return new WalkRecipe(model, out, other, video);
    }
}
