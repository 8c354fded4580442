package ldmstudio.engine.denoiser;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.nn.Activation;
import ldmstudio.engine.nn.ModelConfigReader;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * What the configurations of both UNets have in common.
 *
 * @param blockOutChannels channels at each resolution, from the largest
 * @param layersPerBlock residual blocks of each level on the way down; one more on the way up
 * @param timeEmbeddingDim width of the timestep's embedding; null: the reference's multiple of the
 *     first level's channels
 * @param numClassEmbeds entries of the class table
 * @param timeCondProjDim width of the guidance scale's code in a distilled network; null: it is not
 *     told
 */
public record UNetFrame(
        int sampleSize,
        int inChannels,
        int outChannels,
        boolean centerInputSample,
        TimeCoding timeCoding,
        @Nullable Integer timeEmbeddingDim,
        double freqShift,
        boolean flipSinToCos,
        List<LevelType> down,
        List<LevelType> up,
        List<Integer> blockOutChannels,
        List<Integer> layersPerBlock,
        double midBlockScaleFactor,
        int downsamplePadding,
        double dropout,
        Activation activation,
        int normNumGroups,
        double normEps,
        boolean scaleShift,
        ClassCoding classCoding,
        @Nullable Integer numClassEmbeds,
        @Nullable Integer timeCondProjDim) {
    public UNetFrame {
        down = List.copyOf(down);
        up = List.copyOf(up);
        blockOutChannels = List.copyOf(blockOutChannels);
        layersPerBlock = List.copyOf(layersPerBlock);
        int levels = blockOutChannels.size();
        if (levels == 0
                || down.size() != levels
                || up.size() != levels
                || layersPerBlock.size() != levels) {
            throw new IllegalArgumentException(
                    "block_out_channels, down_block_types and up_block_types must have the same"
                            + " length of at least 1, but have "
                            + levels
                            + ", "
                            + down.size()
                            + " and "
                            + up.size());
        }
        if (inChannels < 1 || outChannels < 1 || layersPerBlock.stream().anyMatch(n -> n < 1)) {
            throw new IllegalArgumentException(
                    "in_channels "
                            + inChannels
                            + ", out_channels "
                            + outChannels
                            + " and layers_per_block "
                            + layersPerBlock
                            + " must be at least 1");
        }
        for (int channels : blockOutChannels) {
            if (channels < 1 || normNumGroups < 1 || channels % normNumGroups != 0) {
                throw new IllegalArgumentException(
                        "norm_num_groups is "
                                + normNumGroups
                                + ", which must divide every entry of block_out_channels "
                                + blockOutChannels);
            }
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ", must be in [0, 1)");
        }
    }

    static UNetFrame read(
            ModelConfigReader reader,
            boolean conditional,
            List<String> down,
            List<String> up,
            List<Integer> channels) {
        String shift = reader.text("resnet_time_scale_shift", "default");
        if (!shift.equals("default") && !shift.equals("scale_shift")) {
            throw new IllegalArgumentException(
                    "resnet_time_scale_shift is '"
                            + shift
                            + "', supported are default and scale_shift");
        }
        List<Integer> blockOutChannels = reader.integers("block_out_channels", channels);
        Integer classes = reader.optionalInteger("num_class_embeds", null);
        return new UNetFrame(
                reader.side("sample_size", 0),
                reader.integer("in_channels", conditional ? 4 : 3),
                reader.integer("out_channels", conditional ? 4 : 3),
                reader.flag("center_input_sample", false),
                TimeCoding.of(reader.text("time_embedding_type", "positional"), !conditional),
                reader.optionalInteger("time_embedding_dim", null),
                reader.number("freq_shift", 0),
                reader.flag("flip_sin_to_cos", true),
                LevelType.down(reader.texts("down_block_types", down), conditional),
                LevelType.up(reader.texts("up_block_types", up), conditional),
                blockOutChannels,
                reader.perLevel("layers_per_block", blockOutChannels.size(), 2),
                reader.number("mid_block_scale_factor", 1),
                reader.integer("downsample_padding", 1),
                reader.number("dropout", 0),
                Activation.of(reader.text("act_fn", "silu")),
                reader.integer("norm_num_groups", 32),
                reader.number("norm_eps", 1e-5),
                shift.equals("scale_shift"),
                ClassCoding.of(reader.optionalText("class_embed_type", null), classes, conditional),
                classes,
                reader.optionalInteger("time_cond_proj_dim", null));
    }

    void write(Map<String, Object> map) {
        if (sampleSize > 0) {
            map.put("sample_size", sampleSize);
        }
        map.put("in_channels", inChannels);
        map.put("out_channels", outChannels);
        map.put("center_input_sample", centerInputSample);
        map.put("time_embedding_type", timeCoding.word());
        if (timeEmbeddingDim != null) {
            map.put("time_embedding_dim", timeEmbeddingDim);
        }
        map.put(
                "freq_shift",
                freqShift == (int) freqShift ? (Number) (int) freqShift : (Number) freqShift);
        map.put("flip_sin_to_cos", flipSinToCos);
        map.put("down_block_types", down.stream().map(LevelType::down).toList());
        map.put("up_block_types", up.stream().map(LevelType::up).toList());
        map.put("block_out_channels", blockOutChannels);
        boolean even = layersPerBlock.stream().distinct().count() == 1;
        map.put("layers_per_block", even ? layersPerBlock.get(0) : layersPerBlock);
        map.put("mid_block_scale_factor", midBlockScaleFactor);
        map.put("downsample_padding", downsamplePadding);
        map.put("dropout", dropout);
        map.put("act_fn", activation.word());
        map.put("norm_num_groups", normNumGroups);
        map.put("norm_eps", normEps);
        map.put("resnet_time_scale_shift", scaleShift ? "scale_shift" : "default");
        if (classCoding.word() != null) {
            map.put("class_embed_type", classCoding.word());
        }
        if (numClassEmbeds != null) {
            map.put("num_class_embeds", numClassEmbeds);
        }
        if (timeCondProjDim != null) {
            map.put("time_cond_proj_dim", timeCondProjDim);
        }
    }

    /** The same with another code of the guidance scale; null: it is not told. */
    public UNetFrame withTimeCondProjDim(@Nullable Integer width) {
        return new UNetFrame(
                sampleSize,
                inChannels,
                outChannels,
                centerInputSample,
                timeCoding,
                timeEmbeddingDim,
                freqShift,
                flipSinToCos,
                down,
                up,
                blockOutChannels,
                layersPerBlock,
                midBlockScaleFactor,
                downsamplePadding,
                dropout,
                activation,
                normNumGroups,
                normEps,
                scaleShift,
                classCoding,
                numClassEmbeds,
                width);
    }

    /** Rows of the class table. */
    int classes() {
        if (numClassEmbeds == null) {
            throw new IllegalStateException("This UNet has no class table");
        }
        return numClassEmbeds;
    }

    /** Labels that the network is told apart; at least 1 when it is told any. */
    int labels() {
        return classCoding == ClassCoding.NONE ? 0 : numClassEmbeds == null ? 1 : numClassEmbeds;
    }

    int levels() {
        return blockOutChannels.size();
    }

    /** Channels of a level counted from the smallest; the largest level's beyond the end. */
    int reversed(int i) {
        return blockOutChannels.get(levels() - 1 - Math.min(i, levels() - 1));
    }

    int lastChannels() {
        return blockOutChannels.get(levels() - 1);
    }

    /** In the layout that a network of these levels is to have. */
    Ops operators(Ops machine) {
        return machine.forLatents(Collections.min(blockOutChannels));
    }
}
