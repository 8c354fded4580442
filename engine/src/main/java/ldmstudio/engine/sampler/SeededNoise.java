package ldmstudio.engine.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.LongStream;
import ldmstudio.engine.tensor.Noise;
import ldmstudio.engine.tensor.Ops;

/**
 * Standard normals that belong to a picture, not to a batch: sample b's are a function of its seed,
 * its number and the step. So a picture is the same however many are drawn together, on every
 * device.
 */
public final class SeededNoise implements NoiseSource {
    /** Sampling steps are counted from 0; the start needs a number of its own. */
    private static final long START = -1;

    private final Ops ops;
    private final Noise[] streams;
    private final long[] numbers;

    private SeededNoise(Ops ops, long[] seeds, long[] numbers) {
        this.ops = ops;
        this.numbers = numbers;
        this.streams =
                LongStream.of(seeds)
                        .mapToObj(seed -> new Noise(seed, "sampling"))
                        .toArray(Noise[]::new);
    }

    /** A series of pictures with one seed: sample b of the batch is picture {@code first + b}. */
    public static SeededNoise series(Ops ops, long seed, long first, int count) {
        return new SeededNoise(
                ops,
                LongStream.range(0, count).map(b -> seed).toArray(),
                LongStream.range(first, first + count).toArray());
    }

    /** Pictures with a seed each; picture {@code b} is the first of {@code seeds[b]}'s series. */
    public static SeededNoise each(Ops ops, long... seeds) {
        return new SeededNoise(ops, seeds, new long[seeds.length]);
    }

    @Override
    public NDArray start(Shape shape) {
        return draw(START, shape);
    }

    @Override
    public NDArray noise(int step, Shape shape) {
        return draw(step, shape);
    }

    private NDArray draw(long step, Shape shape) {
        if (shape.get(0) != streams.length) {
            throw new IllegalArgumentException(
                    "Noise for "
                            + streams.length
                            + " samples was asked for a batch of shape "
                            + shape);
        }
        int each = Math.toIntExact(shape.size() / streams.length);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int b = 0; b < streams.length; b++) {
            streams[b].normal(step, numbers[b], values, b * each, each);
        }
        return ops.array(values, shape.getShape());
    }
}
