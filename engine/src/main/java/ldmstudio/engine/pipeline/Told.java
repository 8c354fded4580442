package ldmstudio.engine.pipeline;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import ldmstudio.engine.denoiser.Conditioning;

/**
 * What a denoiser is told of a batch, in one way or in several whose answers are mixed.
 *
 * @param wanted the ways
 * @param shares of the ways, which add up to 1
 * @param hidden what it is told where the condition is hidden
 * @param any whether the wanted say anything that guidance could strengthen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Told(
        List<Conditioning> wanted, double[] shares, Supplier<Conditioning> hidden, boolean any) {
    static Told one(Conditioning wanted, Supplier<Conditioning> hidden, boolean any) {
        return new Told(List.of(wanted), new double[] {1}, hidden, any);
    }

    /** With a picture of what is known beside each sample. */
    Told withImage(NDArray around) {
        return new Told(
                wanted.stream().map(told -> told.withImage(around)).toList(),
                shares,
                () -> hidden.get().withImage(around),
                any);
    }
}
