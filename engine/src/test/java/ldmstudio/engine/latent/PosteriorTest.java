package ldmstudio.engine.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PosteriorTest {
    @Test
    void aSampleHasTheBitsOfThePlainFormula() {
        int half = 1_000_003;
        float[] moments = new float[3 + 2 * half];
        float[] eps = new float[half];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < half; i++) {
            moments[3 + i] = i % 7 == 0 ? 0 : (float) random.nextDouble(-20, 20);
            moments[3 + half + i] = (float) random.nextDouble(-40, 30);
            eps[i] = i % 11 == 0 ? 0 : (float) random.nextDouble(-5, 5);
        }
        float[] z = new float[half + 2];
        new Posterior().sample(moments, 3, eps, z, 2);
        int different = 0;
        for (int i = 0; i < half; i++) {
            double deviation =
                    Math.exp(0.5 * Math.max(-30, Math.min(20, moments[3 + half + i]))) * eps[i];
            float plain = (float) (moments[3 + i] + deviation);
            different += plain == z[2 + i] ? 0 : 1;
        }
        assertThat(different).isZero();
        assertThat(z[0]).isZero();
    }

    @Test
    void whatIsNoNumberStaysNone() {
        float[] z = new float[2];
        float[] moments = {1, Float.NaN, Float.NaN, 0};
        new Posterior().sample(moments, 0, new float[] {1, 1}, z, 0);
        assertThat(z).containsOnly(Float.NaN);
    }

    @Test
    void theDeviationHasLimits() {
        assertThat(Posterior.std(100)).isEqualTo(Math.exp(10));
        assertThat(Posterior.std(-100)).isEqualTo(Math.exp(-15));
        assertThat(Posterior.std(0)).isEqualTo(1);
    }
}
