package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.DataConfig;
import org.junit.jupiter.api.Test;

class ShapesDatasetTest {
    private static Dataset shapes(int count, long seed, int side, Split split) {
        return Datasets.open(
                new DataConfig.Shapes(count, seed, "full", "crop", false, 0.02), side, split);
    }

    @Test
    void aPictureIsAFunctionOfSeedAndNumber() {
        Dataset first = shapes(500, 4, 32, Split.ALL);
        Dataset second = shapes(9000, 4, 32, Split.ALL);
        for (int i = 0; i < 50; i++) {
            assertThat(second.entry(i)).isEqualTo(first.entry(i));
            assertThat(read(second, i).argb()).isEqualTo(read(first, i).argb());
        }
        Dataset other = shapes(500, 5, 32, Split.ALL);
        assertThat(other.entry(0).caption() + other.entry(1).caption())
                .isNotEqualTo(first.entry(0).caption() + first.entry(1).caption());
    }

    @Test
    void captionsAreThousandsAndNameTheClass() {
        Dataset shapes = shapes(20_000, 0, 32, Split.ALL);
        Set<String> captions = new HashSet<>();
        Map<Integer, Integer> perClass = new HashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            Entry entry = shapes.entry(i);
            captions.add(entry.caption());
            perClass.merge(entry.classLabel(), 1, Integer::sum);
            assertThat(entry.caption()).contains(" " + shapes.className(entry) + " ");
        }
        assertThat(captions).hasSizeGreaterThan(10_000);
        assertThat(perClass).hasSize(shapes.classes().size());
        assertThat(perClass.values()).allMatch(n -> n > 1700 && n < 2300);
    }

    @Test
    void theFormIsSeenInItsColourAtItsPlace() {
        for (int number = 0; number < 300; number++) {
            ShapeScene scene = ShapeScene.of(0, number, false);
            PixelImage picture = ShapesDataset.draw(scene, 64);
            double sumX = 0;
            double sumY = 0;
            int pixels = 0;
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    if ((picture.pixel(x, y) & 0xFFFFFF) == scene.rgb()) {
                        pixels++;
                        sumX += x;
                        sumY += y;
                    }
                }
            }
            assertThat(pixels).as(scene.caption()).isGreaterThan(40);
            if (scene.form() != ShapeForm.MOON) {
                assertThat(sumX / pixels)
                        .as(scene.caption())
                        .isBetween(scene.centerX() * 64 - 4, scene.centerX() * 64 + 4);
                assertThat(sumY / pixels)
                        .as(scene.caption())
                        .isBetween(scene.centerY() * 64 - 4, scene.centerY() * 64 + 4);
            }
        }
    }

    @Test
    void noFormIsCutByTheEdge() {
        for (int number = 0; number < 5000; number++) {
            ShapeScene scene = ShapeScene.of(3, number, false);
            // Flattened: the bounds of curves would include their control points.
            Path2D flat = new Path2D.Double();
            flat.append(ShapesDataset.outline(scene, 32).getPathIterator(null, 0.01), false);
            assertThat(new Rectangle2D.Double(0, 0, 32, 32).contains(flat.getBounds2D()))
                    .as(scene.caption())
                    .isTrue();
        }
    }

    @Test
    void everyColourHasBackgroundsThatItStandsOutFrom() {
        for (ShapePalette.Named colour : ShapePalette.COLOURS) {
            assertThat(ShapePalette.backgroundsFor(colour))
                    .as(colour.word())
                    .hasSizeGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void trainAndValidationShareNoPicture() {
        Dataset train = shapes(300, 0, 32, Split.TRAIN);
        Dataset validation = shapes(300, 0, 32, Split.VALIDATION);
        Set<String> ids = new HashSet<>();
        for (Dataset part : new Dataset[] {train, validation}) {
            for (int i = 0; i < part.size(); i++) {
                assertThat(ids.add(part.entry(i).id())).isTrue();
            }
        }
        assertThat(ids).hasSize(300);
        assertThat(shapes(16, 0, 32, Split.VALIDATION).size()).isPositive();
    }

    @Test
    void theFingerprintKnowsTheParameters() {
        String one = shapes(300, 0, 32, Split.TRAIN).fingerprint();
        assertThat(one).hasSize(64).isEqualTo(shapes(300, 0, 32, Split.TRAIN).fingerprint());
        assertThat(one)
                .isNotEqualTo(shapes(301, 0, 32, Split.TRAIN).fingerprint())
                .isNotEqualTo(shapes(300, 1, 32, Split.TRAIN).fingerprint())
                .isNotEqualTo(shapes(300, 0, 64, Split.TRAIN).fingerprint())
                .isNotEqualTo(shapes(300, 0, 32, Split.VALIDATION).fingerprint());
    }

    private static PixelImage read(Dataset dataset, int i) {
        try {
            return dataset.read(i);
        } catch (UnreadablePictureException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void plainShapesAreFewLargeFormsOnLightBackgrounds() {
        DataConfig.Shapes plain = new DataConfig.Shapes(500, 1, "plain", "crop", false, 0);
        DataConfig.Shapes full = new DataConfig.Shapes(500, 1, "full", "crop", false, 0);
        try (Dataset few = Datasets.open(plain, 32, Split.ALL);
                Dataset many = Datasets.open(full, 32, Split.ALL)) {
            assertThat(few.classes()).hasSize(5).isEqualTo(many.classes().subList(0, 5));
            assertThat(few.fingerprint()).isNotEqualTo(many.fingerprint());
            for (int i = 0; i < few.size(); i++) {
                assertThat(few.entry(i).classLabel()).isBetween(0, 4);
                assertThat(few.entry(i).caption())
                        .contains("a large ")
                        .containsAnyOf("white", "cream", "light blue");
            }
        }
    }
}
