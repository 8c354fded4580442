package ldmstudio.engine.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TimeSamplerTest {
    private static final Process TEN = vp(10);
    private static final Process LINE = new Process.Interpolation(1);
    private static final int DRAWS = 20_000;

    private static Process vp(int timesteps) {
        return new Process.VariancePreserving(
                NoiseSchedule.of(BetaSchedule.LINEAR, timesteps, 0.0001, 0.02));
    }

    @Property(tries = 100, seed = "4")
    void trainedTimesAreAFunctionOfSeedStepAndIndexAndCoverTheSchedule(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 1_000_000) int step) {
        TimeSampler sampler = new TimeSampler(seed, TEN, new TimeDistribution.Uniform());
        double[] whole = sampler.times(step, 0, 400);
        assertThat(whole).containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        double[] part =
                new TimeSampler(seed, TEN, new TimeDistribution.Uniform()).times(step, 100, 50);
        assertThat(part).containsExactly(Arrays.copyOfRange(whole, 100, 150));
        assertThat(sampler.times(step + 1L, 0, 400)).isNotEqualTo(whole);
    }

    @Example
    void stratifiedTimesMeetEveryBucketEquallyOften() {
        for (Process process : new Process[] {vp(1000), LINE}) {
            LossBuckets buckets = new LossBuckets(10, process);
            int[] met = new int[10];
            double[] times =
                    new TimeSampler(0, process, new TimeDistribution.Uniform()).stratified(40);
            for (double time : times) {
                met[buckets.bucket(time)]++;
            }
            assertThat(met).containsOnly(4);
        }
    }

    @Example
    void bucketsHoldTheirShareOfTheTimesteps() {
        for (int timesteps : new int[] {7, 50, 1000}) {
            for (int count : new int[] {1, 3, 5, 7}) {
                LossBuckets buckets = new LossBuckets(count, vp(timesteps));
                for (int t = 0; t < timesteps; t++) {
                    int expected = (int) ((t + 0.5) * count / timesteps);
                    assertThat(buckets.bucket(t)).as("%d of %d", t, timesteps).isEqualTo(expected);
                }
            }
        }
        assertThat(new LossBuckets(4, LINE).bucket(1)).isEqualTo(3);
    }

    /** Beta(a, b) has mean a / (a + b) and variance ab / ((a + b)² (a + b + 1)). */
    @Property(tries = 12, seed = "3")
    void betaTimesHaveBetasMoments(
            @ForAll @DoubleRange(min = 0.4, max = 4) double a,
            @ForAll @DoubleRange(min = 0.4, max = 4) double b) {
        double[] times = draws(new TimeDistribution.Beta(a, b), 2000);
        double mean = a / (a + b);
        double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
        assertThat(mean(times)).isCloseTo(mean, within(4 * Math.sqrt(variance / times.length)));
        assertThat(variance(times)).isCloseTo(variance, within(0.15 * variance));
    }

    @Example
    void theTransformersNoiseLevelsHaveAClosedForm() {
        TimeDistribution tld = new TimeDistribution.Beta(1, 2.5);
        TimeDistribution general = new TimeDistribution.Beta(1 + 1e-9, 2.5);
        for (double p : new double[] {1e-6, 0.1, 0.5, 0.9, 0.999999}) {
            assertThat(tld.quantile(p)).isCloseTo(general.quantile(p), within(1e-6));
            // P(x < q) = 1 - (1 - q)^2.5
            assertThat(1 - Math.pow(1 - tld.quantile(p), 2.5)).isCloseTo(p, within(1e-9));
        }
    }

    /** The logit of a logit-normal draw is normal; its median is the logistic of the mean. */
    @Example
    void logitNormalTimesHaveNormalLogits() {
        double[] logits =
                Arrays.stream(draws(new TimeDistribution.LogitNormal(-0.4, 0.7), DRAWS))
                        .map(x -> Math.log(x / (1 - x)))
                        .toArray();
        assertThat(mean(logits)).isCloseTo(-0.4, within(0.02));
        assertThat(variance(logits)).isCloseTo(0.49, within(0.02));
        assertThat(new TimeDistribution.LogitNormal(0.3, 2).quantile(0.5))
                .isCloseTo(1 / (1 + Math.exp(-0.3)), within(1e-12));
    }

    @Example
    void whatIsNoDistributionIsRefusedWithTheKey() {
        assertThatThrownBy(() -> new TimeDistribution.Beta(0, 1)).hasMessageContaining("beta_a");
        assertThatThrownBy(() -> new TimeDistribution.Beta(1, -1)).hasMessageContaining("beta_b");
        assertThatThrownBy(() -> new TimeDistribution.LogitNormal(0, 0))
                .hasMessageContaining("logit_std");
        assertThatThrownBy(() -> new Process.Interpolation(0)).hasMessageContaining("time scale");
        assertThatThrownBy(() -> vp(10).sigma(9.5)).hasMessageContaining("0 to 9");
    }

    @Example
    void betweenTwoTimestepsTheNoiseRatioIsLinear() {
        Process process = vp(1000);
        double from = process.sigma(400) / process.signal(400);
        double to = process.sigma(401) / process.signal(401);
        double between = process.sigma(400.25) / process.signal(400.25);
        assertThat(between).isCloseTo(0.75 * from + 0.25 * to, within(1e-5));
        assertThat(Math.hypot(process.sigma(400.25), process.signal(400.25)))
                .isCloseTo(1, within(1e-6));
        for (Process each : new Process[] {process, LINE, new Process.Interpolation(1000)}) {
            double time = each.timeAt(0.3);
            assertThat(each.timeOf(each.networkTime(time))).isCloseTo(time, within(1e-12));
            assertThat(each.timeAt(each.progress(time))).isEqualTo(time);
        }
    }

    private static double[] draws(TimeDistribution distribution, int count) {
        return new TimeSampler(7, LINE, distribution).times(3, 0, count);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    }
}
