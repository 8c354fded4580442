package ldmstudio.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CompVisLayoutTest {
    /** Names of a UNet with any number of levels and layers, attention at some of them. */
    private static Set<String> unet(List<Integer> layers, List<Boolean> attention) {
        Set<String> names = new HashSet<>(Set.of("conv_in.weight", "conv_out.bias"));
        int levels = layers.size();
        for (int level = 0; level < levels; level++) {
            for (int layer = 0; layer < layers.get(level); layer++) {
                String before = "down_blocks." + level + ".";
                names.add(before + "resnets." + layer + ".norm1.weight");
                names.add(before + "resnets." + layer + ".conv_shortcut.weight");
                if (attention.get(level)) {
                    names.add(before + "attentions." + layer + ".norm.weight");
                }
            }
            if (level < levels - 1) {
                names.add("down_blocks." + level + ".downsamplers.0.conv.weight");
                names.add("up_blocks." + level + ".upsamplers.0.conv.weight");
            }
            int below = levels - 1 - level;
            for (int layer = 0; layer <= layers.get(below); layer++) {
                String before = "up_blocks." + level + ".";
                names.add(before + "resnets." + layer + ".norm1.weight");
                if (attention.get(below)) {
                    names.add(before + "attentions." + layer + ".norm.weight");
                }
            }
        }
        names.add("mid_block.resnets.1.time_emb_proj.bias");
        names.add("mid_block.attentions.0.proj_in.weight");
        return names;
    }

    @Property(tries = 200)
    void everyUNetComesBackFromItsCompVisNames(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 5) Integer> layers,
            @ForAll @Size(6) List<Boolean> attention) {
        Set<String> names = unet(layers, attention);
        CompVisUNetNames there = CompVisUNetNames.ofDiffusers(names);
        assertThat(there.layers()).isEqualTo(layers);
        Set<String> compVis = new HashSet<>();
        names.forEach(name -> assertThat(compVis.add(there.compVis(name).orElseThrow())).isTrue());
        CompVisUNetNames back = CompVisUNetNames.ofCompVis(compVis);
        assertThat(back.layers()).isEqualTo(there.layers());
        Set<String> again = new HashSet<>();
        compVis.forEach(name -> again.add(back.diffusers(name).orElseThrow()));
        assertThat(again).isEqualTo(names);
    }

    @Test
    void theBlocksOfStableDiffusionAreWhereItsFileHasThem() {
        CompVisUNetNames names =
                new CompVisUNetNames(List.of(2, 2, 2, 2), List.of(true, true, true, false));
        assertThat(names.compVis("down_blocks.1.resnets.0.conv_shortcut.weight"))
                .hasValue("input_blocks.4.0.skip_connection.weight");
        assertThat(names.compVis("down_blocks.2.downsamplers.0.conv.bias"))
                .hasValue("input_blocks.9.0.op.bias");
        assertThat(names.compVis("up_blocks.0.upsamplers.0.conv.weight"))
                .hasValue("output_blocks.2.1.conv.weight");
        assertThat(names.compVis("up_blocks.1.upsamplers.0.conv.weight"))
                .hasValue("output_blocks.5.2.conv.weight");
        assertThat(names.diffusers("output_blocks.11.1.transformer_blocks.0.attn2.to_k.weight"))
                .hasValue("up_blocks.3.attentions.2.transformer_blocks.0.attn2.to_k.weight");
        assertThat(names.diffusers("middle_block.2.out_layers.3.weight"))
                .hasValue("mid_block.resnets.1.conv2.weight");
        assertThat(names.diffusers("betas")).isEmpty();
    }

    @Test
    void jointQueriesKeysAndValuesAreTakenApartByHead() {
        int channels = 4;
        float[] joint = new float[3 * channels * channels];
        for (int i = 0; i < joint.length; i++) {
            joint[i] = i / channels;
        }
        TensorSource unet =
                CompVisNames.unet(
                        new StoredTensors(
                                Map.of(
                                        "input_blocks.0.0.weight",
                                        new StoredTensors.Stored(
                                                new long[] {1, 1, 1, 1}, new float[1]),
                                        "middle_block.1.norm.weight",
                                        new StoredTensors.Stored(
                                                new long[] {channels}, new float[channels]),
                                        "middle_block.1.qkv.weight",
                                        new StoredTensors.Stored(
                                                new long[] {3 * channels, channels, 1}, joint),
                                        "middle_block.1.proj_out.weight",
                                        new StoredTensors.Stored(
                                                new long[] {channels, channels, 1},
                                                new float[channels * channels]))),
                        2);
        String attention = "mid_block.attentions.0.";
        assertThat(unet.names())
                .containsExactlyInAnyOrder(
                        "conv_in.weight",
                        attention + "group_norm.weight",
                        attention + "to_q.weight",
                        attention + "to_k.weight",
                        attention + "to_v.weight",
                        attention + "to_out.0.weight");
        // Two heads of two channels: rows q q k k v v | q q k k v v.
        assertThat(rows(unet, attention + "to_q.weight")).containsExactly(0f, 1f, 6f, 7f);
        assertThat(rows(unet, attention + "to_k.weight")).containsExactly(2f, 3f, 8f, 9f);
        assertThat(rows(unet, attention + "to_v.weight")).containsExactly(4f, 5f, 10f, 11f);
        assertThat(unet.shape(attention + "to_out.0.weight")).containsExactly(channels, channels);
    }

    private static List<Float> rows(TensorSource source, String name) {
        float[] all = source.floats(name);
        int width = (int) source.shape(name)[1];
        List<Float> first = new ArrayList<>();
        for (int i = 0; i < all.length; i += width) {
            first.add(all[i]);
        }
        return first;
    }
}
