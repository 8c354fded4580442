package ldmstudio.engine.config;

/** How frames become a video. */
public record VideoConfig(
        @Field(
                        label = "Format",
                        oneOf = {"mp4", "gif", "apng", "png"},
                        help =
                                "mp4: H.264, small, plays everywhere. gif: 256 colours. apng: exact pixels in one file. png: a folder with one exact picture a frame.")
                String format,
        @Field(
                        label = "Frame rate",
                        help = "Frames shown in a second; a gif can show at most 50.",
                        unit = "fps",
                        min = 1,
                        max = 60)
                int fps,
        @Field(
                        label = "Enlarge",
                        help =
                                "Whole factor by which each pixel becomes a block; 0: until the short side has 256 px.",
                        min = 0,
                        max = 16)
                int scale,
        @Field(
                        label = "Quality",
                        help = "Of mp4: more needs more space. The other formats lose no detail.",
                        unit = "%",
                        min = 0,
                        max = 100)
                int quality,
        @Field(label = "Captions", help = "Writes what is shown into a bar below the picture.")
                boolean captions,
        @Field(
                        label = "There and back",
                        help = "The frames are shown once more in the other direction.")
                boolean pingPong,
        @Field(
                        label = "Dither",
                        oneOf = {"none", "ordered", "diffusion"},
                        help =
                                "How a gif mixes its 256 colours; ordered stays calm between frames, diffusion is finest.",
                        advanced = true)
                String dither) {
    public VideoConfig {
        FieldChecks.require(
                VideoConfig.class, format, fps, scale, quality, captions, pingPong, dither);
    }

    public static VideoConfig defaults() {
        return new VideoConfig("mp4", 24, 0, 80, false, false, "ordered");
    }

    /** A copy with one value replaced, by its key in snake case. */
    public VideoConfig with(String key, Object value) {
        return (VideoConfig) ConfigPath.with(this, key, value);
    }
}
