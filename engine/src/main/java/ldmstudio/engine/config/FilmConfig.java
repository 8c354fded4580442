package ldmstudio.engine.config;

import java.util.List;

/** A film of how a picture or a model comes about: what {@code ldm film} reads. */
public record FilmConfig(
        @Field(
                        label = "Kind",
                        oneOf = {"denoising", "training", "checkpoints"},
                        help =
                                "denoising: every step of one sampling. training: the previews of a run, as they were drawn while it trained. checkpoints: every checkpoint of a run draws the same noise anew.")
                String kind,
        @Field(
                        label = "Model",
                        help =
                                "Run, checkpoint or model file; films of a training need the run. Relative to the folder of the command.",
                        pick = Field.Pick.FOLDER)
                String model,
        @Field(
                        label = "Film",
                        help =
                                "File that is written, or folder for format png; empty: a name by itself.",
                        pick = Field.Pick.FILE)
                String out,
        @Field(
                        label = "Classes",
                        help =
                                "Numbers of the classes that are drawn, in turn, -1 for none; empty: all in turn, or none.",
                        min = -1,
                        minItems = 0,
                        maxItems = 64)
                List<Integer> classLabels,
        @Field(
                        label = "Picture",
                        help =
                                "Which picture of the seed a film of a denoising shows: 0 is the first.",
                        min = 0,
                        max = 9999)
                int index,
        @Field(
                        label = "Sampling",
                        help =
                                "What is drawn and how: a film of a denoising shows the first picture, others at most 'count' of them.")
                SamplingConfig sampling,
        @Field(label = "Video", help = "How the frames become a film.") VideoConfig video) {
    /** States of a sampling or a run follow each other slowly enough to be looked at. */
    private static final int FPS = 8;

    public FilmConfig {
        FieldChecks.require(
                FilmConfig.class, kind, model, out, classLabels, index, sampling, video);
        classLabels = List.copyOf(classLabels);
    }

    public static FilmConfig defaults() {
        return new FilmConfig(
                "denoising",
                "",
                "",
                List.of(),
                0,
                SamplingConfig.defaults(),
                VideoConfig.defaults().with("fps", FPS).with("captions", true));
    }

    /** A copy with one value replaced, by its dotted key in snake case. */
    public FilmConfig with(String key, Object value) {
        return (FilmConfig) ConfigPath.with(this, key, value);
    }

    /** The same with another sampling. */
    public FilmConfig withSampling(SamplingConfig other) {
        return new FilmConfig(kind, model, out, classLabels, index, other, video);
    }

    /** The same as another video. */
    public FilmConfig withVideo(VideoConfig other) {
        return new FilmConfig(kind, model, out, classLabels, index, sampling, other);
    }

    /** The text of picture {@code index}; empty: none. */
    public String prompt(int index) {
        List<String> prompts = sampling.promptList();
        return prompts.isEmpty() ? "" : prompts.get(index % prompts.size());
    }
}
