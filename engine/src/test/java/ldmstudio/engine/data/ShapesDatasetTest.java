package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import ldmstudio.engine.config.DrawnData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesDatasetTest {
    private static Dataset shapes(int count, long seed, int side, Split split) {
        return Datasets.open(
                new DrawnData.Shapes(count, seed, "full", "crop", false, 0.02, "pictures"),
                side,
                split);
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
        DrawnData.Shapes plain =
                new DrawnData.Shapes(500, 1, "plain", "crop", false, 0, "pictures");
        DrawnData.Shapes full = new DrawnData.Shapes(500, 1, "full", "crop", false, 0, "pictures");
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

    @Test
    void attributesAreTheWordsOfTheCaption() {
        Dataset shapes = shapes(2000, 0, 32, Split.ALL);
        for (int i = 0; i < shapes.size(); i++) {
            Entry entry = shapes.entry(i);
            assertThat(entry.attributes().keySet())
                    .containsExactly("form", "colour", "size", "position", "background");
            assertThat(entry.attributes().values())
                    .allSatisfy(word -> assertThat(entry.caption()).contains(word));
            assertThat(entry.attributes().get("form")).isEqualTo(shapes.className(entry));
        }
    }

    @Test
    void plainCaptionsNameFormAndColour() {
        try (Dataset plain = combinations("plain", 500, 0, Split.ALL)) {
            for (int i = 0; i < plain.size(); i++) {
                Entry entry = plain.entry(i);
                assertThat(entry.caption())
                        .startsWith(
                                "a large "
                                        + entry.attributes().get("colour")
                                        + " "
                                        + entry.attributes().get("form")
                                        + " ");
            }
        }
    }

    private static Dataset combinations(String variety, int count, long seed, Split split) {
        return Datasets.open(
                new DrawnData.Shapes(count, seed, variety, "crop", false, 0.02, "combinations"),
                32,
                split);
    }

    private static Map<String, Integer> pairs(Dataset dataset) {
        Map<String, Integer> pairs = new HashMap<>();
        for (int i = 0; i < dataset.size(); i++) {
            Map<String, String> words = dataset.entry(i).attributes();
            pairs.merge(words.get("colour") + " " + words.get("form"), 1, Integer::sum);
        }
        return pairs;
    }

    @ParameterizedTest
    @CsvSource({"full, 100, 20, 2, 2", "plain, 30, 6, 2, 1"})
    void heldOutCombinationsAreNeverTrainedOn(
            String variety, int all, int held, int mostOfAForm, int mostOfAColour) {
        try (Dataset train = combinations(variety, 6000, 0, Split.TRAIN);
                Dataset validation = combinations(variety, 6000, 0, Split.VALIDATION);
                Dataset other = combinations(variety, 6000, 99, Split.VALIDATION)) {
            assertThat(train.size() + validation.size()).isEqualTo(6000);
            Set<String> trained = pairs(train).keySet();
            Set<String> heldOut = pairs(validation).keySet();
            assertThat(trained).hasSize(all - held).doesNotContainAnyElementsOf(heldOut);
            assertThat(heldOut).hasSize(held);
            // Another picture seed holds out the same pairs, so its pictures may be compared.
            assertThat(pairs(other).keySet()).isEqualTo(heldOut);
            assertThat(mostOfAWord(heldOut, 1)).isLessThanOrEqualTo(mostOfAForm);
            assertThat(mostOfAWord(heldOut, 0)).isLessThanOrEqualTo(mostOfAColour);
        }
    }

    private static int mostOfAWord(Set<String> pairs, int place) {
        Map<String, Integer> counts = new HashMap<>();
        pairs.forEach(pair -> counts.merge(pair.split(" ")[place], 1, Integer::sum));
        return Collections.max(counts.values());
    }

    @Test
    void theFingerprintOfHeldOutPicturesIsThatOfBeforeTheOption() {
        // Latents on disk and runs are kept by it.
        assertThat(shapes(300, 0, 32, Split.TRAIN).fingerprint())
                .isEqualTo("de66d35be48fe985e47a19b8f513d8c4b155691895b8a915750012c6bc917523");
        assertThat(combinations("full", 300, 0, Split.TRAIN).fingerprint())
                .isNotEqualTo(shapes(300, 0, 32, Split.TRAIN).fingerprint());
    }
}
