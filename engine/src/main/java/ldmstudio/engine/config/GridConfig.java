package ldmstudio.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.config.ConfigNode.Group;

/** A grid of pictures in which up to three things vary: what {@code ldm grid} draws. */
public record GridConfig(
        @Field(
                        label = "Model",
                        help = "Run, checkpoint or model file that draws.",
                        pick = Field.Pick.FOLDER)
                String model,
        @Field(
                        label = "Prompt",
                        help =
                                "A matrix where it holds {red|blue}: each of them; {|large}: without and with; parts after a | outside braces are switched on and off. A backslash takes the next letter as it is.")
                String prompt,
        @Field(label = "Class", help = "Name or number of the class; empty: none.")
                String className,
        @Field(label = "X", help = "Varies from left to right.") GridAxis x,
        @Field(label = "Y", help = "Varies from top to bottom.") GridAxis y,
        @Field(label = "Z", help = "Varies from page to page.") GridAxis z,
        @Field(
                        label = "Picture",
                        help = "Begins from this picture; empty: from noise.",
                        pick = Field.Pick.FILE)
                String picture,
        @Field(
                        label = "Strength",
                        help = "Share of the steps that are drawn anew from the picture.",
                        min = 0.001,
                        max = 1)
                double strength,
        @Field(
                        label = "Mask",
                        help = "Draws anew only where this picture is light; empty: everywhere.",
                        pick = Field.Pick.FILE)
                String mask,
        @Field(
                        label = "Extend",
                        help =
                                "Paints beyond the picture's edges: left,top,right,bottom in pixels.",
                        pattern = "|\\d{1,4},\\d{1,4},\\d{1,4},\\d{1,4}",
                        allowed = "four whole numbers such as 0,0,64,0, or nothing")
                String extend,
        @Field(label = "Width", help = "0: the model's own.", unit = "px", min = 0, max = 16384)
                int width,
        @Field(label = "Height", help = "0: the model's own.", unit = "px", min = 0, max = 16384)
                int height,
        @Field(label = "Variation seed", help = "Seed that the first noise is turned towards.")
                long variationSeed,
        @Field(label = "Variation", help = "0: none, 1: the other seed's.", min = 0, max = 1)
                double variationAmount,
        @Field(label = "Sampling", help = "What does not vary.") SamplingConfig sampling) {

    public GridConfig {
        FieldChecks.require(
                GridConfig.class,
                model,
                prompt,
                className,
                x,
                y,
                z,
                picture,
                strength,
                mask,
                extend,
                width,
                height,
                variationSeed,
                variationAmount,
                sampling);
    }

    public static GridConfig defaults() {
        return new GridConfig(
                "",
                "",
                "",
                GridAxis.NONE,
                GridAxis.NONE,
                GridAxis.NONE,
                "",
                1,
                "",
                "",
                0,
                0,
                0,
                0,
                SamplingConfig.defaults().with("count", 1));
    }

    /** A copy with one value replaced, by its dotted key in snake case. */
    public GridConfig with(String key, Object value) {
        return (GridConfig) ConfigPath.with(this, key, value);
    }

    /** The same with another way of drawing. */
    public GridConfig withSampling(SamplingConfig how) {
        return (GridConfig)
                RecordSchema.of(GridConfig.class).with(this, "sampling", how.with("count", 1));
    }

    /** The axis x, y or z replaced. */
    public GridConfig withAxis(String name, GridAxis axis) {
        return (GridConfig) RecordSchema.of(GridConfig.class).with(this, name, axis);
    }

    /**
     * Reads a grid.
     *
     * @throws ConfigException with all problems of the file, each with its line
     */
    public static GridConfig read(Path yaml) {
        return read(new ConfigSource.InFile(yaml));
    }

    /**
     * Reads a grid from text that is already in memory.
     *
     * @param name what errors call the text
     */
    public static GridConfig parse(String yaml, String name) {
        return read(new ConfigSource.InMemory(name, yaml, Path.of("")));
    }

    private static GridConfig read(ConfigSource source) {
        List<Problem> problems = new ArrayList<>();
        Group root = YamlText.read(source, problems);
        GridConfig grid =
                root == null
                        ? defaults()
                        : new RecordBinder(problems).document(GridConfig.class, root, defaults());
        if (!problems.isEmpty()) {
            throw new ConfigException(RunConfigs.inOrder(problems));
        }
        return grid;
    }

    /** YAML with every default written out and the fields' help as comments; stable. */
    public String toYaml() {
        return YamlWriter.write(this);
    }
}
