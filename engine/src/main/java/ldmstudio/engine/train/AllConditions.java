package ldmstudio.engine.train;

import java.util.List;
import ldmstudio.engine.denoiser.Conditioning;

/** Several kinds of conditions at once. */
record AllConditions(List<Conditions> kinds) implements Conditions {
    @Override
    public Conditioning of(LatentBatches.Clean clean, long batchNumber) {
        Conditioning all = Conditioning.NONE;
        for (Conditions kind : kinds) {
            Conditioning one = kind.of(clean, batchNumber);
            all =
                    new Conditioning(
                            one.classLabels() == null ? all.classLabels() : one.classLabels(),
                            one.context() == null ? all.context() : one.context(),
                            one.pooled() == null ? all.pooled() : one.pooled(),
                            one.image() == null ? all.image() : one.image(),
                            one.guidance() == null ? all.guidance() : one.guidance());
        }
        return all;
    }
}
