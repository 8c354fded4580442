package ldmstudio.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatentAxesTest {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;

    /** Four channels: the first three mix two sources of different strength, the last is faint. */
    private static Planes latents() {
        float[] values = new float[4 * PLANE];
        for (int i = 0; i < PLANE; i++) {
            double strong = 2 * Math.sin(i * 0.7);
            double weak = Math.cos(i * 1.9);
            values[i] = (float) (strong * 0.6);
            values[PLANE + i] = (float) (strong * 0.8);
            values[2 * PLANE + i] = (float) weak;
            values[3 * PLANE + i] = (float) (0.1 * Math.sin(i * 3.1));
        }
        return new Planes(values, 4, SIDE, SIDE);
    }

    private static double moment(float[] values, int a, int b) {
        double sum = 0;
        for (int i = 0; i < PLANE; i++) {
            sum += (double) values[a * PLANE + i] * values[b * PLANE + i];
        }
        return sum / PLANE;
    }

    @Test
    void coloursAreUncorrelatedOrderedByStrengthAndKeepIt() {
        Planes colours = LatentAxes.of(latents()).project(latents());

        assertThat(colours.channels()).isEqualTo(3);
        float[] y = colours.values();
        assertThat(moment(y, 0, 1)).isCloseTo(0, within(1e-5));
        assertThat(moment(y, 0, 2)).isCloseTo(0, within(1e-5));
        assertThat(moment(y, 1, 2)).isCloseTo(0, within(1e-5));
        assertThat(moment(y, 0, 0)).as("of the strong source").isCloseTo(2, within(0.02));
        assertThat(moment(y, 1, 1)).as("of the weak source").isCloseTo(0.5, within(0.02));
        assertThat(moment(y, 2, 2)).as("of the faint one").isCloseTo(0.005, within(0.001));
        assertThat(y[1])
                .as("0.6 and 0.8 are one direction")
                .isCloseTo((float) (2 * Math.sin(0.7)), within(0.05f));
    }

    @Test
    void threeChannelsAreColoursAsTheyAre() {
        Planes three = new Planes(new float[] {1, 2, 3}, 3, 1, 1);
        LatentAxes axes = LatentAxes.of(three);

        assertThat(axes.mixes()).isFalse();
        assertThat(axes.project(three)).isSameAs(three);
    }

    @Test
    void channelsWithoutAnyNumbersStayDark() {
        Planes nothing = new Planes(new float[5 * 4], 5, 2, 2);
        assertThat(LatentAxes.of(nothing).project(nothing).values()).containsOnly(0f);
    }
}
