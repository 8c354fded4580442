package ldmstudio.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import ldmstudio.engine.config.DrawnData;
import org.junit.jupiter.api.Test;

class ScenesDatasetTest {
    private static final Set<String> FORMS =
            Set.of("circle", "square", "star", "heart", "house", "tree", "boat", "car");
    private static final Set<String> COLOURS =
            Set.of("red", "orange", "yellow", "green", "blue", "purple", "white");

    private static Dataset scenes(int count, long seed, int side, String holdOut, Split split) {
        return Datasets.open(
                new DrawnData.Scenes(count, seed, "crop", false, 0.02, holdOut), side, split);
    }

    private static Dataset scenes(int count, Split split) {
        return scenes(count, 0, 64, "pictures", split);
    }

    @Test
    void aSceneIsAFunctionOfSeedAndNumber() throws Exception {
        Dataset first = scenes(100, 4, 64, "pictures", Split.ALL);
        Dataset second = scenes(9000, 4, 64, "pictures", Split.ALL);
        for (int i = 0; i < 40; i++) {
            assertThat(second.entry(i)).isEqualTo(first.entry(i));
            assertThat(second.read(i).argb()).isEqualTo(first.read(i).argb());
        }
        Dataset other = scenes(100, 5, 64, "pictures", Split.ALL);
        assertThat(captions(other, 20)).isNotEqualTo(captions(first, 20));
    }

    private static List<String> captions(Dataset dataset, int count) {
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            captions.add(dataset.entry(i).caption());
        }
        return captions;
    }

    @Test
    void captionsAreManyFromASmallVocabulary() {
        List<String> captions = captions(scenes(10_000, Split.ALL), 10_000);
        Set<String> words = new HashSet<>();
        for (String caption : captions) {
            List<String> split = List.of(caption.split(" "));
            words.addAll(split);
            assertThat(split).hasSizeLessThanOrEqualTo(25);
        }
        assertThat(new HashSet<>(captions)).hasSizeGreaterThan(7000);
        assertThat(words).hasSizeBetween(40, 75).containsAll(COLOURS).containsAll(FORMS);
    }

    /** Reads captions as a person does, and finds what the attributes tell of the picture. */
    @Test
    void whatACaptionSaysIsInTheAttributes() {
        Dataset scenes = scenes(4000, Split.ALL);
        Set<String> layouts = new HashSet<>();
        for (int i = 0; i < scenes.size(); i++) {
            Entry entry = scenes.entry(i);
            Map<String, String> told = entry.attributes();
            List<String> words = List.of(entry.caption().split(" "));
            layouts.add(told.get("layout"));
            List<String> colours =
                    words.subList(0, places(words)).stream().filter(COLOURS::contains).toList();
            List<String> forms =
                    words.stream()
                            .map(word -> FORMS.contains(word) ? word : word.replaceFirst("s$", ""))
                            .filter(FORMS::contains)
                            .toList();
            if (forms.size() == 1) {
                assertThat(told)
                        .as(entry.caption())
                        .containsEntry("form", forms.get(0))
                        .containsEntry("colour", colours.get(0))
                        .containsEntry("second_form", "none")
                        .containsEntry("second_colour", "none");
                assertThat(List.of("two", "three").contains(told.get("layout")))
                        .isEqualTo(words.contains("two") || words.contains("three"));
                continue;
            }
            String between = entry.caption().split(forms.get(0))[1];
            boolean inOrder = between.contains(" left of") || between.matches(" (above|over) .*");
            int first = inOrder ? 0 : 1;
            assertThat(told)
                    .as(entry.caption())
                    .containsEntry("form", forms.get(first))
                    .containsEntry("colour", colours.get(first))
                    .containsEntry("second_form", forms.get(1 - first))
                    .containsEntry("second_colour", colours.get(1 - first))
                    .containsEntry(
                            "layout",
                            between.contains(" of ") ? "side by side" : "one above the other");
        }
        assertThat(layouts)
                .containsExactlyInAnyOrder(
                        "alone", "side by side", "one above the other", "two", "three");
    }

    /** Where the words about the place begin: a white wall is no white thing. */
    private static int places(List<String> words) {
        for (int i = words.size() - 1; i > 0; i--) {
            if (Set.of("on", "in", "at", "before").contains(words.get(i))
                    && FORMS.contains(words.get(i - 1).replaceFirst("s$", ""))) {
                return i;
            }
        }
        throw new AssertionError("no place in " + words);
    }

    @Test
    void everyThingIsSeenInItsColourAtItsPlaceAndNoneIsCut() {
        for (int number = 0; number < 400; number++) {
            Scene scene = Scene.of(1, number);
            PixelImage picture = ScenePainter.paint(scene, 64);
            for (SceneThing thing : scene.things()) {
                assertThat(thing.radius() * 2 * 64).as(scene.caption()).isGreaterThan(17);
                assertThat(List.of(thing.centerX(), thing.centerY()))
                        .as(scene.caption())
                        .allMatch(at -> at - thing.radius() > 0 && at + thing.radius() < 1);
                // A striped car, one of three, shows the least of its own colour.
                assertThat(pixelsOf(picture, thing)).as(scene.caption()).isGreaterThan(8);
            }
        }
    }

    private static long pixelsOf(PixelImage picture, SceneThing thing) {
        int left = (int) ((thing.centerX() - thing.radius()) * 64);
        int top = (int) ((thing.centerY() - thing.radius()) * 64);
        int extent = (int) (2 * thing.radius() * 64);
        long own = 0;
        for (int y = Math.max(0, top); y < Math.min(64, top + extent); y++) {
            for (int x = Math.max(0, left); x < Math.min(64, left + extent); x++) {
                own += (picture.pixel(x, y) & 0xFFFFFF) == thing.rgb() ? 1 : 0;
            }
        }
        return own;
    }

    @Test
    void nightIsDarkAndTexturesAreSeen() {
        Scene some = Scene.of(0, 1);
        SceneThing plain = some.things().get(0);
        assertThat(brightness(with(some, SceneTime.NIGHT, plain)))
                .isLessThan(0.7 * brightness(with(some, SceneTime.DAY, plain)));
        int[] own = new int[SceneTexture.values().length];
        for (SceneTexture texture : SceneTexture.values()) {
            SceneThing thing =
                    new SceneThing(
                            SceneForm.SQUARE, plain.colour(), texture, 0x2450E6, 0.5, 0.5, 0.25);
            own[texture.ordinal()] =
                    (int) pixelsOf(ScenePainter.paint(with(some, SceneTime.DAY, thing), 64), thing);
        }
        assertThat(own[SceneTexture.STRIPED.ordinal()]).isBetween(own[0] / 4, own[0] * 7 / 10);
        assertThat(own[SceneTexture.DOTTED.ordinal()]).isBetween(own[0] / 4, own[0] * 8 / 10);
    }

    private static Scene with(Scene scene, SceneTime time, SceneThing thing) {
        return new Scene(
                SceneLayout.ALONE,
                ScenePlace.SEA,
                time,
                scene.size(),
                List.of(thing),
                true,
                scene.caption());
    }

    private static double brightness(Scene scene) {
        return Arrays.stream(ScenePainter.paint(scene, 64).argb())
                .map(argb -> (argb >> 16 & 255) + (argb >> 8 & 255) + (argb & 255))
                .average()
                .orElseThrow();
    }

    @Test
    void heldOutPairsOfFormAndColourAreNeverTrainedOn() {
        Dataset train = scenes(6000, 0, 64, "combinations", Split.TRAIN);
        Dataset validation = scenes(6000, 0, 64, "combinations", Split.VALIDATION);
        assertThat(train.size() + validation.size()).isEqualTo(6000);
        Set<String> trained = new HashSet<>();
        for (int i = 0; i < train.size(); i++) {
            trained.addAll(pairs(train.entry(i)));
        }
        Set<String> unseen =
                COLOURS.stream()
                        .flatMap(colour -> FORMS.stream().map(form -> colour + " " + form))
                        .filter(pair -> !trained.contains(pair))
                        .collect(Collectors.toSet());
        assertThat(unseen).hasSizeBetween(9, 13);
        for (int i = 0; i < validation.size(); i++) {
            assertThat(pairs(validation.entry(i))).containsAnyElementsOf(unseen);
        }
    }

    private static Set<String> pairs(Entry entry) {
        Map<String, String> told = entry.attributes();
        Set<String> pairs = new HashSet<>();
        pairs.add(told.get("colour") + " " + told.get("form"));
        if (!told.get("second_form").equals("none")) {
            pairs.add(told.get("second_colour") + " " + told.get("second_form"));
        }
        return pairs;
    }

    @Test
    void partsShareNoPictureAndTheFingerprintKnowsTheParameters() {
        Dataset train = scenes(300, Split.TRAIN);
        Dataset validation = scenes(300, Split.VALIDATION);
        Set<String> ids = new HashSet<>();
        for (Dataset part : List.of(train, validation)) {
            for (int i = 0; i < part.size(); i++) {
                assertThat(ids.add(part.entry(i).id())).isTrue();
            }
        }
        assertThat(ids).hasSize(300);
        assertThat(validation.size()).isPositive();
        assertThat(train.fingerprint())
                .isEqualTo(scenes(300, Split.TRAIN).fingerprint())
                .isNotEqualTo(validation.fingerprint())
                .isNotEqualTo(scenes(301, Split.TRAIN).fingerprint())
                .isNotEqualTo(scenes(300, 1, 64, "pictures", Split.TRAIN).fingerprint())
                .isNotEqualTo(scenes(300, 0, 32, "pictures", Split.TRAIN).fingerprint())
                .isNotEqualTo(scenes(300, 0, 64, "combinations", Split.TRAIN).fingerprint());
    }
}
