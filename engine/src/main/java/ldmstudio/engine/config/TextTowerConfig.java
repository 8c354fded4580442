package ldmstudio.engine.config;

/** The text encoder of {@code stage: text_encoder}; its keys are those of a condition's own one. */
public record TextTowerConfig(
        @Field(
                        label = "Text width",
                        help = "Channels of a token; a multiple of 32.",
                        min = 32,
                        max = 4096)
                int textWidth,
        @Field(label = "Text layers", help = "Transformer layers.", min = 1, max = 48)
                int textLayers,
        @Field(
                        label = "Text length",
                        unit = "tokens",
                        help = "Longest caption; what is longer is cut.",
                        min = 4,
                        max = 1024)
                int textLength,
        @Field(
                        label = "Vocabulary",
                        unit = "tokens",
                        help = "Tokens that are learned from the captions, at most.",
                        min = 520,
                        max = 65_536)
                int textVocabulary,
        @Field(
                        label = "Shared width",
                        help = "Numbers in which a picture and its caption are compared.",
                        min = 8,
                        max = 4096)
                int projectionDim) {
    public TextTowerConfig {
        FieldChecks.require(
                TextTowerConfig.class,
                textWidth,
                textLayers,
                textLength,
                textVocabulary,
                projectionDim);
    }

    public static TextTowerConfig defaults() {
        return new TextTowerConfig(128, 3, 32, 1024, 64);
    }
}
