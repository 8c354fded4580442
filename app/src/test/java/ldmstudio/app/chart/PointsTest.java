package ldmstudio.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PointsTest {
    @Test
    void aStepThatComesAgainCutsTheCurveBackToIt() {
        Points points = new Points();
        for (int i = 0; i < 1000; i++) {
            points.append(i * 10, i);
        }
        points.append(5000, -1);
        assertThat(points.size()).isEqualTo(501);
        assertThat(points.x(500)).isEqualTo(5000);
        assertThat(points.y(500)).isEqualTo(-1);
        assertThat(points.extremes(0, points.size())).containsExactly(500, 499);
    }

    @Test
    void extremesAgreeWithLookingAtEveryPoint() {
        Random random = new Random(4);
        Points points = new Points();
        double[] values = new double[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 97 == 0 ? Double.NaN : random.nextGaussian();
            points.append(i, values[i]);
        }
        for (int trial = 0; trial < 200; trial++) {
            int from = random.nextInt(values.length);
            int to = from + random.nextInt(values.length - from);
            int low = -1;
            int high = -1;
            for (int i = from; i < to; i++) {
                if (!Double.isNaN(values[i])) {
                    low = low < 0 || values[i] < values[low] ? i : low;
                    high = high < 0 || values[i] > values[high] ? i : high;
                }
            }
            assertThat(points.extremes(from, to)).containsExactly(low, high);
        }
    }

    @Test
    void nearestFindsTheCloserNeighbour() {
        Points points = new Points();
        points.append(0, 1);
        points.append(10, 2);
        points.append(20, 3);
        assertThat(points.nearest(14)).isEqualTo(1);
        assertThat(points.nearest(16)).isEqualTo(2);
        assertThat(points.nearest(-5)).isZero();
        assertThat(points.nearest(99)).isEqualTo(2);
        assertThat(new Points().nearest(3)).isEqualTo(-1);
    }

    @Test
    void aMillionPointsAreDrawnAsTwoAColumnWithoutLosingTheSpike() {
        Points points = new Points();
        for (int i = 0; i < 1_000_000; i++) {
            points.append(i, i == 777_777 ? 50 : Math.sin(i / 1e4));
        }
        Decimation.Line line = Decimation.between(points, 0, 999_999, 800);
        assertThat(line.size()).isLessThanOrEqualTo(1602);
        assertThat(line.x()).isSorted();
        assertThat(line.y()).contains(50.0);
    }

    @Test
    void fewPointsAreDrawnAsTheyAre() {
        Points points = new Points();
        points.append(1, 1);
        points.append(2, Double.POSITIVE_INFINITY);
        points.append(3, 3);
        Decimation.Line line = Decimation.between(points, 0, 4, 100);
        assertThat(line.x()).containsExactly(1, 2, 3);
        assertThat(line.y()[1]).isNaN();
    }

    @Test
    void smoothingIsTheBiasCorrectedMovingAverageAndStartsAnewAfterACut() {
        Points points = new Points();
        Smoothing smoothing = new Smoothing(points);
        points.append(0, 2);
        points.append(1, 4);
        assertThat(smoothing.at(0.5).y(0)).isEqualTo(2);
        // (0.5·(0.5·2) + 0.5·4) / (1 - 0.25)
        assertThat(smoothing.at(0.5).y(1))
                .isCloseTo(2.5 / 0.75, org.assertj.core.data.Offset.offset(1e-12));
        points.append(1, 2);
        assertThat(smoothing.at(0.5).y(1)).isEqualTo(2);
    }
}
