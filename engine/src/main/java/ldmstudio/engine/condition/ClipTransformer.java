package ldmstudio.engine.condition;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;
import org.jspecify.annotations.Nullable;

/** CLIP's stack of layers ({@code encoder.layers.N}), {@code (B, L, D) → (B, L, D)}. */
final class ClipTransformer extends Module {
    private final List<ClipLayer> layers = new ArrayList<>();

    ClipTransformer(Ops ops, ClipTowerConfig config) {
        super(ops);
        for (int i = 0; i < config.layers(); i++) {
            layers.add(add("layers." + i, new ClipLayer(ops, config)));
        }
    }

    NDArray forward(NDArray x, @Nullable NDArray mask) {
        List<NDArray> states = states(x, mask);
        return states.get(states.size() - 1);
    }

    /** The input and the output of every layer: the reference's {@code hidden_states}. */
    List<NDArray> states(NDArray x, @Nullable NDArray mask) {
        List<NDArray> states = new ArrayList<>(List.of(x));
        for (ClipLayer layer : layers) {
            states.add(layer.forward(states.get(states.size() - 1), mask));
        }
        return states;
    }
}
