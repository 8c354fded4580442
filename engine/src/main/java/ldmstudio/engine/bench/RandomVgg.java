package ldmstudio.engine.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.nn.StateSource;
import ldmstudio.engine.tensor.Noise;

/** VGG16 of random numbers (He et al., 2015): as slow as the real one, and never downloaded. */
final class RandomVgg implements StateSource {
    private static final int[] NUMBERS = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
    private static final int[] WIDTHS = {
        3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512
    };

    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    RandomVgg() {
        for (int k = 0; k < NUMBERS.length; k++) {
            String name = "features." + NUMBERS[k];
            shapes.put(name + ".weight", new long[] {WIDTHS[k + 1], WIDTHS[k], 3, 3});
            shapes.put(name + ".bias", new long[] {WIDTHS[k + 1]});
        }
    }

    @Override
    public String description() {
        return "a random VGG16";
    }

    @Override
    public Set<String> names() {
        return shapes.keySet();
    }

    @Override
    public long[] shape(String name) {
        long[] shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("VGG16 has no " + name);
        }
        return shape.clone();
    }

    @Override
    public float[] floats(String name) {
        long[] shape = shape(name);
        if (shape.length == 1) {
            return new float[(int) shape[0]];
        }
        float[] values =
                new Noise(0, name).normal(0, 0, (int) (shape[0] * shape[1] * shape[2] * shape[3]));
        float scale = (float) Math.sqrt(2.0 / (shape[1] * 9));
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return values;
    }
}
