package ldmstudio.engine.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.engine.config.SamplingConfig;

/**
 * Which pictures of different prompts, classes and seeds can be drawn at once: those that have
 * model, size, sampler, steps, guidance and all else in common and begin from noise.
 *
 * <p>Products of another size round otherwise, so a picture of a batch differs in its last bits
 * from the same drawn alone; its recipe says in which place of how large a batch it was drawn, and
 * drawn again there it is the same bit for bit.
 */
public final class SampleBatches {
    /** As many as a drawing of several pictures takes at once. */
    static final int MOST = StudioSampleModel.BATCH;

    private record Common(String model, SamplingConfig how, BeginSettings from, int previewEvery) {}

    private SampleBatches() {}

    /**
     * Puts drawings together; each number is in one list, the lists in the order of their first
     * numbers. Leaving out whole lists does not change what the others hold.
     *
     * @return numbers of the drawings that are drawn at once
     */
    public static List<List<Integer>> of(List<SampleSettings> drawings) {
        List<List<Integer>> batches = new ArrayList<>();
        Map<Common, List<Integer>> open = new LinkedHashMap<>();
        for (int i = 0; i < drawings.size(); i++) {
            SampleSettings drawing = drawings.get(i);
            if (!joins(drawing)) {
                batches.add(List.of(i));
                continue;
            }
            Common common = common(drawing);
            List<Integer> batch = open.get(common);
            if (batch == null || batch.size() == MOST) {
                batch = new ArrayList<>();
                open.put(common, batch);
                batches.add(batch);
            }
            batch.add(i);
        }
        return batches;
    }

    private static boolean joins(SampleSettings drawing) {
        BeginSettings from = drawing.from();
        return drawing.how().count() == 1
                && from.picture().isBlank()
                && !from.extendsPicture()
                && from.variationAmount() == 0;
    }

    private static Common common(SampleSettings drawing) {
        return new Common(
                drawing.model(),
                drawing.how().with("seed", 0L),
                drawing.from(),
                drawing.previewEvery());
    }

    /**
     * Refuses drawings that are no batch.
     *
     * @throws IllegalArgumentException when they have too little in common
     */
    static void require(List<SampleSettings> drawings) {
        if (drawings.isEmpty() || of(drawings).size() != 1) {
            throw new IllegalArgumentException(
                    "These " + drawings.size() + " drawings cannot be drawn at once");
        }
    }
}
