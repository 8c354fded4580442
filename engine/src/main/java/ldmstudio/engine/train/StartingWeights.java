package ldmstudio.engine.train;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.StateSource;

/**
 * Weights of a trained denoiser for one that hears more: a UNet's further input channels and the
 * projection of a guidance scale begin with zeros, so that the network answers as before until it
 * is trained. So were Stable Diffusion's inpainting models begun.
 */
final class StartingWeights implements StateSource {
    private static final String FIRST = "conv_in.weight";
    private static final String GUIDANCE = ".cond_proj.weight";

    private final StateSource source;
    private final Map<String, Parameter> wanted;

    StartingWeights(StateSource source, Module network) {
        this.source = source;
        this.wanted = network.state();
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>(source.names());
        wanted.keySet().stream().filter(name -> name.endsWith(GUIDANCE)).forEach(names::add);
        return names;
    }

    @Override
    public long[] shape(String name) {
        Parameter parameter = wanted.get(name);
        if (parameter == null) {
            return source.shape(name);
        }
        long[] shape = parameter.shape().getShape();
        if (!source.names().contains(name)) {
            return shape;
        }
        long[] from = source.shape(name);
        return isWidened(name, from, shape) ? shape : from;
    }

    private static boolean isWidened(String name, long[] from, long[] to) {
        return name.equals(FIRST)
                && from.length == 4
                && to.length == 4
                && from[0] == to[0]
                && from[1] < to[1]
                && from[2] == to[2]
                && from[3] == to[3];
    }

    @Override
    public float[] floats(String name) {
        long[] to = shape(name);
        if (!source.names().contains(name)) {
            long size = 1;
            for (long length : to) {
                size *= length;
            }
            return new float[Math.toIntExact(size)];
        }
        float[] trained = source.floats(name);
        long[] from = source.shape(name);
        if (!isWidened(name, from, to)) {
            return trained;
        }
        int area = Math.toIntExact(from[2] * from[3]);
        int row = Math.toIntExact(from[1]) * area;
        int wider = Math.toIntExact(to[1]) * area;
        float[] weights = new float[Math.toIntExact(to[0]) * wider];
        for (int out = 0; out < to[0]; out++) {
            System.arraycopy(trained, out * row, weights, out * wider, row);
        }
        return weights;
    }
}
