package ldmstudio.engine.train;

import java.util.Set;
import ldmstudio.engine.nn.StateSource;

/**
 * Weights of a UNet whose first convolution takes fewer channels than the new one: the further ones
 * begin with zeros, so that the network answers as before until it is trained. So were Stable
 * Diffusion's inpainting models begun.
 *
 * @param channels of the new network's input
 */
record WidenedInput(StateSource source, long channels) implements StateSource {
    private static final String FIRST = "conv_in.weight";

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Set<String> names() {
        return source.names();
    }

    @Override
    public long[] shape(String name) {
        long[] shape = source.shape(name).clone();
        if (name.equals(FIRST) && shape.length == 4 && shape[1] < channels) {
            shape[1] = channels;
        }
        return shape;
    }

    @Override
    public float[] floats(String name) {
        float[] trained = source.floats(name);
        long[] from = source.shape(name);
        if (!name.equals(FIRST) || from.length != 4 || from[1] >= channels) {
            return trained;
        }
        int area = Math.toIntExact(from[2] * from[3]);
        int row = Math.toIntExact(from[1]) * area;
        int wider = Math.toIntExact(channels) * area;
        float[] weights = new float[Math.toIntExact(from[0]) * wider];
        for (int out = 0; out < from[0]; out++) {
            System.arraycopy(trained, out * row, weights, out * wider, row);
        }
        return weights;
    }
}
