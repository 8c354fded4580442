package ldmstudio.engine.config;

import java.util.Arrays;

/** What the denoiser is told about the picture. */
public record ConditionConfig(
        @Field(
                        label = "Condition",
                        oneOf = {
                            "none",
                            "class",
                            "text",
                            "mask",
                            "class+text",
                            "class+mask",
                            "text+mask",
                            "class+text+mask"
                        },
                        help =
                                "none: unconditional. class: the picture's class. text: its caption. mask: a picture of its parts.")
                String type,
        @Field(
                        label = "Dropout",
                        help =
                                "Share of training pictures whose condition is hidden; needed for guidance.",
                        min = 0,
                        max = 1)
                double conditionDropout,
        @Field(
                        label = "Paint around",
                        oneOf = {"none", "latents", "mask+latents"},
                        help =
                                "Tells a part of the picture itself, so that the rest is painted around it: latents, as TLD's outpainting; mask+latents, as Stable Diffusion's inpainting.",
                        advanced = true)
                String paintAround,
        @Field(
                        label = "Word dropout",
                        help =
                                "Share of a training caption's words that is left out, so that each word is learned by itself; unseen combinations then come out better.",
                        min = 0,
                        max = 0.9)
                double captionWordDropout,
        @Field(
                        label = "Text encoder",
                        pick = Field.Pick.FOLDER,
                        help =
                                "Folder of a CLIP model (Hugging Face) or of a text encoder trained here; empty: a small one that learns its words from the captions and is trained with the denoiser.")
                String textEncoder,
        @Field(
                        label = "Text width",
                        help = "Width of the small text encoder; a multiple of 32.",
                        min = 32,
                        max = 4096)
                int textWidth,
        @Field(
                        label = "Text layers",
                        help = "Transformer layers of the small text encoder.",
                        min = 1,
                        max = 48)
                int textLayers,
        @Field(
                        label = "Text length",
                        unit = "tokens",
                        help = "Longest caption of the small text encoder; what is longer is cut.",
                        min = 4,
                        max = 1024)
                int textLength,
        @Field(
                        label = "Vocabulary",
                        unit = "tokens",
                        help = "Tokens that the small text encoder learns from the captions.",
                        min = 520,
                        max = 65_536)
                int textVocabulary) {
    public ConditionConfig {
        FieldChecks.require(
                ConditionConfig.class,
                type,
                conditionDropout,
                paintAround,
                captionWordDropout,
                textEncoder,
                textWidth,
                textLayers,
                textLength,
                textVocabulary);
    }

    /** Without a text encoder that differs from the default. */
    public ConditionConfig(String type, double conditionDropout) {
        this(type, conditionDropout, "none", 0, "", 128, 2, 32, 1024);
    }

    public static ConditionConfig defaults() {
        return new ConditionConfig("none", 0.1);
    }

    public boolean byClass() {
        return names("class");
    }

    public boolean byText() {
        return names("text");
    }

    public boolean byMask() {
        return names("mask");
    }

    /** Whether there is any condition that guidance could strengthen. */
    public boolean any() {
        return !type.equals("none");
    }

    private boolean names(String word) {
        return Arrays.asList(type.split("\\+")).contains(word);
    }
}
