package ldmstudio.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WalkRecipesTest {
    private static final SamplingConfig OWN = SamplingConfig.of("dpmpp_2m", 20, 3, 0, 1, 4, 0);

    private static WalkRecipe read(String... lines) {
        return WalkRecipes.parse(String.join("\n", lines), "walk.yaml", OWN);
    }

    private static List<Problem> problems(String... lines) {
        return Yaml.problemsOf(() -> read(lines));
    }

    @Test
    void whatIsNotWrittenHasItsDefaultOrTheModelsOwn() {
        WalkRecipe recipe =
                read(
                        "model: runs/a",
                        "walk:",
                        "  keyframes:",
                        "    - prompt: a red circle",
                        "    - {prompt: a blue star, seed: 7, guidance_scale: 5, ease: smooth}",
                        "  sampling: {steps: 8}",
                        "video: {format: gif}");

        assertThat(recipe.walk().keyframes())
                .containsExactly(
                        Keyframe.of("a red circle", 0),
                        Keyframe.of("a blue star", 7)
                                .with("guidance_scale", 5)
                                .with("ease", "smooth"));
        assertThat(recipe.walk().sampling()).isEqualTo(OWN.with("steps", 8));
        assertThat(recipe.video().fps()).isEqualTo(VideoConfig.defaults().fps());
    }

    @Test
    void everyProblemIsNamedWithItsLineAndTheNearestKey() {
        List<Problem> problems =
                problems(
                        "model: runs/a",
                        "walk:",
                        "  mode: keyframe",
                        "  keyframes:",
                        "    - promt: a red circle",
                        "    - prompt: b",
                        "      seed: many",
                        "    - just a word",
                        "video: {fps: 1000}");

        assertThat(problems)
                .extracting(Problem::line, Problem::key)
                .containsExactly(
                        tuple(3, "walk.mode"),
                        tuple(5, "walk.keyframes.1.promt"),
                        tuple(7, "walk.keyframes.2.seed"),
                        tuple(8, "walk.keyframes.3"),
                        tuple(9, "video.fps"));
        assertThat(problems).allMatch(problem -> problem.file().equals("walk.yaml"));
        assertThat(problems.get(1).toString()).contains("did you mean walk.keyframes.1.prompt?");
    }

    @Test
    void whatDoesNotFitTogetherIsNamedAtItsPlace() {
        assertThat(
                        problems(
                                "walk:",
                                "  retime: lpips",
                                "  keyframes:",
                                "    - at: 0.5",
                                "    - at: 0.5",
                                "      numbers: sharpnes=1",
                                "    - at: 1"))
                .extracting(Problem::line, Problem::key)
                .containsExactly(
                        tuple(1, "walk.vgg16_weights"),
                        tuple(5, "walk.keyframes.2.at"),
                        tuple(6, "walk.keyframes.2.numbers"));
        assertThat(problems("walk:", "  mode: plane", "  keyframes: [{seed: 1}, {seed: 2}]"))
                .singleElement()
                .returns(3, Problem::line)
                .returns("walk.keyframes", Problem::key);
        assertThat(problems("walk:", "  mode: latents", "  keyframes: [{seed: 1}, {picture: a}]"))
                .singleElement()
                .returns("walk.keyframes.1.picture", Problem::key);
        assertThat(problems("walk:", "  keyframes: 3", "  seconds: 4"))
                .singleElement()
                .satisfies(p -> assertThat(p.message()).isEqualTo("is not a list"));
    }

    @Test
    void whatIsWrittenReadsBackTheSame() {
        WalkRecipe recipe =
                WalkRecipe.defaults()
                        .with("model", "runs/ä b")
                        .with("walk.seconds", 2.5)
                        .withWalk(
                                WalkConfig.defaults()
                                        .withSampling(OWN)
                                        .withKeyframes(
                                                List.of(
                                                        Keyframe.defaults(),
                                                        Keyframe.of("it's: \"a\" #1", -5)
                                                                .with("at", 0.25)
                                                                .with("numbers", "eta=0.5"),
                                                        Keyframe.of("on", 1L << 60))));

        String yaml = WalkRecipes.write(recipe);
        assertThat(WalkRecipes.parse(yaml, "walk.yaml", SamplingConfig.defaults()))
                .isEqualTo(recipe);
        assertThat(yaml).contains("  seconds: 4.0\n").contains("    - at: 0.25\n");
    }

    @Test
    void theExampleCanBeWalked() {
        Path file = Path.of(System.getProperty("project.root"), "configs", "walk_shapes.yaml");
        WalkRecipe example = WalkRecipes.read(file, OWN);

        assertThat(example.walk().problems()).isEmpty();
        assertThat(example.walk().keyframes()).hasSize(3);
        assertThat(example.walk().sampling()).isEqualTo(OWN.with("steps", 20));
        assertThat(WalkRecipes.parse(WalkRecipes.write(example), "again.yaml", OWN))
                .isEqualTo(example);
    }

    @Test
    void aKeyframeIsDrawnWithItsOwnNumbers() {
        SamplingConfig how =
                KeyframeNumbers.of(
                        Keyframe.of("a", 9)
                                .with("guidance_scale", 5)
                                .with("negative_prompt", "grey")
                                .with("numbers", "sharpness=1; eta = 0.5"),
                        OWN);

        assertThat(how)
                .isEqualTo(
                        OWN.with("seed", 9)
                                .with("guidance_scale", 5)
                                .with("negative_prompt", "grey")
                                .with("sharpness", 1)
                                .with("eta", 0.5));
    }

    @Test
    void aFormShowsTheWalkWithoutItsKeyframes() {
        assertThat(FormModel.of(WalkConfig.class))
                .extracting(FieldInfo::path)
                .contains("mode", "text_blend", "sampling")
                .doesNotContain("keyframes");
        assertThat(FormModel.of(Keyframe.class)).allMatch(field -> !field.help().isBlank());
        assertThat(FormModel.of(VideoConfig.class)).allMatch(field -> !field.help().isBlank());
    }

    private static WalkConfig of(boolean loop, double... places) {
        List<Keyframe> keyframes =
                java.util.Arrays.stream(places)
                        .mapToObj(at -> Keyframe.of("", 0).with("at", at))
                        .toList();
        return WalkConfig.defaults().withKeyframes(keyframes).with("loop", loop);
    }

    @Test
    void evenPlacesLieBetweenThoseThatAreGiven() {
        assertThat(WalkTimeline.of(of(false, -1, -1, 0.5, -1, -1, -1)).places())
                .containsExactly(0.0, 0.25, 0.5, 0.5 + 0.5 / 3, 0.5 + 1 / 3.0, 1.0);
        assertThat(WalkTimeline.of(of(true, -1, -1, -1, -1)).places())
                .containsExactly(0.0, 0.25, 0.5, 0.75);
        assertThat(WalkTimeline.of(of(true, 0.1, 0.6)).places()).containsExactly(0.1, 0.6);
        assertThat(WalkTimeline.of(of(false, -1)).places()).containsExactly(0.0);
    }

    @Test
    void aLoopGoesFromTheLastBackToTheFirst() {
        WalkTimeline loop = WalkTimeline.of(of(true, 0.25, 0.75));
        assertThat(loop.at(0)).isEqualTo(new WalkTimeline.Moment(1, 0, 0.5));
        assertThat(loop.at(1)).isEqualTo(loop.at(0));
        assertThat(loop.at(0.875)).isEqualTo(new WalkTimeline.Moment(1, 0, 0.25));
        assertThat(loop.at(0.25)).isEqualTo(new WalkTimeline.Moment(0, 0, 0));
        WalkTimeline line = WalkTimeline.of(of(false, 0.25, 0.75));
        assertThat(line.at(0)).isEqualTo(new WalkTimeline.Moment(0, 0, 0));
        assertThat(line.at(1)).isEqualTo(new WalkTimeline.Moment(1, 1, 0));
        assertThat(WalkTimeline.of(of(true, -1, -1)).at(1)).isEqualTo(loop.at(0.25));
    }

    @Property(tries = 200, seed = "1")
    void theShareOfAWayRisesFromKeyframeToKeyframe(
            @ForAll @IntRange(min = 1, max = 9) int count,
            @ForAll boolean loop,
            @ForAll boolean smooth,
            @ForAll @DoubleRange(min = 0, max = 1) double time) {
        WalkConfig walk =
                of(loop, new double[count])
                        .withKeyframes(
                                java.util.Collections.nCopies(
                                        count,
                                        Keyframe.defaults()
                                                .with("ease", smooth ? "smooth" : "linear")));
        WalkTimeline timeline = WalkTimeline.of(walk);
        WalkTimeline.Moment now = timeline.at(time);
        WalkTimeline.Moment later = timeline.at(Math.min(1, time + 1e-3));
        assertThat(now.share()).isBetween(0.0, 1.0);
        if (now.from() == later.from() && later.to() == now.to()) {
            assertThat(later.share()).isGreaterThanOrEqualTo(now.share());
        }
        assertThat(now.to()).isIn(now.from(), (now.from() + 1) % count);
    }

    @Test
    void framesRunFromEndToEndAndALoopStopsBeforeItBegins() {
        assertThat(WalkTimeline.frames(2, 24)).isEqualTo(48);
        assertThat(WalkTimeline.frames(0.1, 1)).isEqualTo(2);
        assertThat(WalkTimeline.time(47, 48, false)).isEqualTo(1);
        assertThat(WalkTimeline.time(36, 48, true)).isEqualTo(0.75);
    }
}
