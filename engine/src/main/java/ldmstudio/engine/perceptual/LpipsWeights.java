package ldmstudio.engine.perceptual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.nn.Parameter;
import ldmstudio.engine.nn.StateSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds LPIPS' weights in files of several origins and shows them under one set of names: {@code
 * net.sliceK.N.weight} and {@code linK.model.1.weight}.
 */
final class LpipsWeights {
    private final StateSource vgg;
    private final @Nullable StateSource lin;
    private final List<Integer> channels = new ArrayList<>();

    LpipsWeights(StateSource vgg, @Nullable StateSource lin) {
        this.vgg = vgg;
        this.lin = lin;
        for (int slice = 0; slice < Vgg16.SLICES.size(); slice++) {
            List<Integer> numbers = Vgg16.SLICES.get(slice);
            String name = Vgg16.name(slice, numbers.get(numbers.size() - 1)) + ".weight";
            long[] shape = vgg.shape(inVgg(name));
            channels.add(Math.toIntExact(shape[0]));
        }
    }

    /** Output channels of VGG16's slices: 64, 128, 256, 512, 512, or fewer in a small one. */
    List<Integer> channels() {
        return List.copyOf(channels);
    }

    /**
     * A source that holds exactly a network's names.
     *
     * @param state the network's
     * @param constants tensors that no file holds; absent lin weights are ones
     */
    StateSource completed(Map<String, Parameter> state, Map<String, float[]> constants) {
        Map<String, Origin> origins = new LinkedHashMap<>();
        state.forEach(
                (name, parameter) ->
                        origins.put(name, origin(name, parameter, constants.get(name))));
        return new Renamed(description(), origins);
    }

    private Origin origin(String name, Parameter parameter, float @Nullable [] constant) {
        if (constant != null) {
            return new Constant(parameter, constant);
        } else if (name.startsWith("net.")) {
            return new Stored(vgg, inVgg(name.substring("net.".length())));
        } else if (lin != null) {
            return new Stored(lin, inLin(lin, name));
        }
        float[] ones = new float[Math.toIntExact(parameter.shape().size())];
        Arrays.fill(ones, 1);
        return new Constant(parameter, ones);
    }

    private String inVgg(String name) {
        // slice3.10.weight is features.10.weight of torchvision.
        String torchvision = "features." + name.substring(name.indexOf('.') + 1);
        return first(vgg, "VGG16", List.of("net." + name, name, torchvision, "vgg." + name));
    }

    private static String inLin(StateSource source, String name) {
        // lin0.model.1.weight, in a list lins.0.model.1.weight, without its dropout model.0.
        String listed = "lins." + name.substring("lin".length());
        return first(
                source, "LPIPS", List.of(name, listed, name.replace(".model.1.", ".model.0.")));
    }

    private static String first(StateSource source, String what, List<String> candidates) {
        return candidates.stream()
                .filter(source.names()::contains)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        source.description()
                                                + " does not hold "
                                                + what
                                                + "'s weights: there is no tensor named "
                                                + String.join(" or ", candidates)));
    }

    private String description() {
        return lin == null ? vgg.description() : vgg.description() + " with " + lin.description();
    }

    /** Where a tensor comes from. */
    private interface Origin {
        long[] shape();

        float[] floats();
    }

    private record Stored(StateSource source, String name) implements Origin {
        @Override
        public long[] shape() {
            return source.shape(name);
        }

        @Override
        public float[] floats() {
            return source.floats(name);
        }
    }

    private record Constant(Parameter parameter, float[] floats) implements Origin {
        @Override
        public long[] shape() {
            return parameter.shape().getShape();
        }
    }

    private record Renamed(String description, Map<String, Origin> origins) implements StateSource {
        @Override
        public Set<String> names() {
            return origins.keySet();
        }

        @Override
        public long[] shape(String name) {
            return origin(name).shape();
        }

        @Override
        public float[] floats(String name) {
            return origin(name).floats();
        }

        private Origin origin(String name) {
            Origin origin = origins.get(name);
            if (origin == null) {
                throw new IllegalArgumentException("No tensor named " + name);
            }
            return origin;
        }
    }
}
