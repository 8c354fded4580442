package ldmstudio.engine.config;

/** Pictures that the program draws itself, with captions; nothing is read. */
public sealed interface DrawnData extends DataConfig {
    @Override
    default String path() {
        return "";
    }

    /** {@code type: shapes}: the built-in generator of captioned shapes; class = form. */
    record Shapes(
            @Field(
                            label = "Pictures",
                            help = "How many different pictures there are.",
                            min = 16,
                            max = 10_000_000)
                    int count,
            @Field(label = "Picture seed", help = "Another seed makes other pictures.")
                    long pictureSeed,
            @Field(
                            label = "Variety",
                            oneOf = {"full", "plain"},
                            help =
                                    "full: ten forms, ten colours, three sizes, twelve backgrounds. plain: five large forms in six colours on light backgrounds, learned in minutes.")
                    String variety,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "Shapes are drawn at the model's size.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help = "Mirror pictures at random; captions name positions, so off.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help =
                                    "Share of the pictures kept for validation; not used when combinations are held out.",
                            min = 0,
                            max = 0.9)
                    double validationFraction,
            @Field(
                            label = "Hold out",
                            oneOf = {"pictures", "combinations"},
                            help =
                                    "pictures: some of all. combinations: a fifth of the pairs of form and colour, which are never trained on; validation has only these.")
                    String holdOut)
            implements DrawnData {
        public Shapes {
            FieldChecks.require(
                    Shapes.class,
                    count,
                    pictureSeed,
                    variety,
                    resize,
                    horizontalFlip,
                    validationFraction,
                    holdOut);
        }

        public static Shapes defaults() {
            return new Shapes(20_000, 0, "full", "crop", false, 0.02, "pictures");
        }
    }

    /** {@code type: scenes}: the built-in generator of captioned scenes; they have no classes. */
    record Scenes(
            @Field(
                            label = "Pictures",
                            help = "How many different pictures there are.",
                            min = 16,
                            max = 10_000_000)
                    int count,
            @Field(label = "Picture seed", help = "Another seed makes other pictures.")
                    long pictureSeed,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help =
                                    "Scenes are drawn at the model's size; 64 px show their textures.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help =
                                    "Mirror pictures at random; captions name left and right, so off.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help =
                                    "Share of the pictures kept for validation; not used when combinations are held out.",
                            min = 0,
                            max = 0.9)
                    double validationFraction,
            @Field(
                            label = "Hold out",
                            oneOf = {"pictures", "combinations"},
                            help =
                                    "pictures: some of all. combinations: a fifth of the pairs of form and colour, which are never trained on; validation has only scenes with one of these.")
                    String holdOut)
            implements DrawnData {
        public Scenes {
            FieldChecks.require(
                    Scenes.class,
                    count,
                    pictureSeed,
                    resize,
                    horizontalFlip,
                    validationFraction,
                    holdOut);
        }

        public static Scenes defaults() {
            return new Scenes(20_000, 0, "crop", false, 0.02, "pictures");
        }
    }
}
