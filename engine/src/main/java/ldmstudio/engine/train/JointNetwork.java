package ldmstudio.engine.train;

import ldmstudio.engine.condition.TextEncoder;
import ldmstudio.engine.denoiser.DenoiserNetwork;
import ldmstudio.engine.nn.Module;
import ldmstudio.engine.tensor.Ops;

/** A denoiser and the text encoder that learns with it: one optimizer, one average. */
final class JointNetwork extends Module {
    JointNetwork(Ops ops, DenoiserNetwork denoiser, TextEncoder textEncoder) {
        super(ops);
        add("unet", denoiser);
        add("text_encoder", textEncoder);
    }
}
