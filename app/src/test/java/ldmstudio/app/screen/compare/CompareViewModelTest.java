package ldmstudio.app.screen.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ldmstudio.app.concurrent.JobRunner;
import ldmstudio.app.notify.Notifications;
import ldmstudio.app.screen.compare.PaneDrawing.Phase;
import ldmstudio.app.screen.playground.PicturePreset;
import ldmstudio.app.testing.Fx;
import ldmstudio.app.workspace.PictureMarks;
import ldmstudio.app.workspace.Preferences;
import ldmstudio.engine.run.ImageRecipe;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Request;
import ldmstudio.engine.worker.SampleSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareViewModelTest {
    @TempDir Path folder;
    private final DrawingWorker worker = new DrawingWorker();
    private CompareViewModel model;

    @BeforeEach
    void open() {
        // Pictures of the window need its toolkit.
        Fx.start();
        model = make();
    }

    private CompareViewModel make() {
        return new CompareViewModel(
                new JobRunner(Runnable::run, Runnable::run),
                new Notifications(Runnable::run),
                workspace -> worker,
                Preferences.load(folder.resolve("config"), Runnable::run),
                () -> folder.resolve("work"));
    }

    private PaneSpec pane(int place) {
        return model.state().panes().get(place);
    }

    private List<SampleSettings> drawn() {
        return worker.asked(Request.Sample.class).stream().map(Request.Sample::settings).toList();
    }

    private void twoModels() {
        model.addModel(folder.resolve("runs/a"), "a");
        model.addModel(folder.resolve("runs/b"), "b");
    }

    @Test
    void allPanesShareTheValuesOfTheFirstModelAndStartFromTheSameNoise() {
        twoModels();
        assertThat(model.state().shared(SharedValue.STEPS)).isEqualTo("12");
        assertThat(model.state().shared(SharedValue.PROMPT)).isEqualTo("a red circle");
        model.set(0, SharedValue.SEED, "7");
        model.draw();
        assertThat(drawn()).hasSize(2);
        // The noise is a function of (seed, number): equal seeds and counts are equal noise.
        assertThat(drawn()).extracting(s -> s.how().seed()).containsOnly(7L);
        assertThat(drawn()).extracting(s -> s.how().count()).containsOnly(4);
        assertThat(drawn().get(0).how()).isEqualTo(drawn().get(1).how());
        assertThat(drawn()).extracting(SampleSettings::model).doesNotHaveDuplicates();
    }

    @Test
    void aValueOfOnePaneIsItsOwnUntilItIsLinkedAgainAndUndoTakesItBack() {
        twoModels();
        int second = pane(1).id();
        model.set(second, SharedValue.GUIDANCE, "9");
        model.set(0, SharedValue.GUIDANCE, "2");
        assertThat(pane(1).owns(SharedValue.GUIDANCE)).isTrue();
        model.draw();
        assertThat(drawn()).extracting(s -> s.how().guidanceScale()).containsExactly(2.0, 9.0);
        model.link(second, SharedValue.GUIDANCE);
        assertThat(model.isStale(pane(1))).isTrue();
        assertThat(model.isStale(pane(0))).isFalse();
        model.undo();
        assertThat(pane(1).owns(SharedValue.GUIDANCE)).isTrue();
        model.shareValuesOf(pane(1));
        assertThat(model.state().shared(SharedValue.GUIDANCE)).isEqualTo("9");
        assertThat(pane(1).own()).isEmpty();
    }

    @Test
    void editsOfSharedValuesAreTakenBackOneValueAtATime() {
        twoModels();
        model.set(0, SharedValue.SEED, "7");
        model.set(0, SharedValue.SEED, "70");
        model.set(0, SharedValue.SEED, "700");
        model.set(0, SharedValue.STEPS, "33");
        model.undo();
        assertThat(model.state().shared(SharedValue.STEPS)).isEqualTo("12");
        assertThat(model.state().shared(SharedValue.SEED)).isEqualTo("700");
        model.undo();
        assertThat(model.state().shared(SharedValue.SEED)).as("typed at once").isEqualTo("0");
        assertThat(model.state().panes()).hasSize(2);
    }

    @Test
    void whatWasTakenBackIsMadeAgainUntilSomethingElseIsChanged() {
        twoModels();
        int second = pane(1).id();
        model.set(second, SharedValue.GUIDANCE, "9");
        model.remove(pane(1));
        model.undo();
        model.undo();
        assertThat(pane(1).owns(SharedValue.GUIDANCE)).isFalse();
        model.redo();
        assertThat(pane(1).own()).containsEntry(SharedValue.GUIDANCE.key(), "9");
        model.redo();
        assertThat(model.state().panes()).hasSize(1);
        model.redo();
        assertThat(model.state().panes()).as("nothing more to make again").hasSize(1);
        model.undo();
        model.set(0, SharedValue.SEED, "5");
        model.redo();
        assertThat(model.state().panes()).as("a new edit ends what was taken back").hasSize(2);
    }

    @Test
    void aDrawingThatIsAskedForTooEarlyWaitsForWhatTheModelSaysOfItself() {
        List<Runnable> later = new ArrayList<>();
        model =
                new CompareViewModel(
                        new JobRunner(later::add, Runnable::run),
                        new Notifications(Runnable::run),
                        workspace -> worker,
                        Preferences.load(folder.resolve("config2"), Runnable::run),
                        () -> folder.resolve("work"));
        model.addModel(folder.resolve("runs/a"), "a");
        model.set(0, SharedValue.PROMPT, "a red boat");
        model.draw();
        assertThat(drawn()).isEmpty();
        while (!later.isEmpty()) {
            later.remove(0).run();
        }
        assertThat(drawn()).hasSize(1);
        assertThat(drawn().get(0).how().guidanceScale()).isEqualTo(3);
        assertThat(drawn().get(0).how().steps()).isEqualTo(12);
        assertThat(drawn().get(0).prompts()).as("typed before").containsOnly("a red boat");
    }

    @Test
    void theSettingsOfAPictureBecomeAPresetOfThePlayground() throws Exception {
        Path work = folder.resolve("work");
        Path png = folder.resolve("winner.png");
        ImageRecipe recipe =
                new ImageRecipe(
                        "a red star",
                        "a circle",
                        -1,
                        "",
                        42,
                        2,
                        17,
                        "euler",
                        4.5,
                        0,
                        1,
                        Map.of(),
                        32,
                        32,
                        "runs/a",
                        5,
                        "f00d",
                        "1.0");
        twoModels();
        model.draw();
        PngFiles.write(DrawingWorker.picture(drawn().get(0), 0, 0), recipe.textChunks(), png);
        String first = PicturePreset.save(png, work);
        String second = PicturePreset.save(png, work);
        assertThat(first).startsWith("a red star, ").endsWith(" 17");
        assertThat(second).isEqualTo(first + " (2)");
        assertThat(Files.readString(work.resolve(".studio/presets.json")))
                .contains("a red star", "euler", "4.5", "a circle", "\"42\"");
        Path bare = folder.resolve("bare.png");
        PngFiles.write(DrawingWorker.picture(drawn().get(0), 0, 0), Map.of(), bare);
        assertThatThrownBy(() -> PicturePreset.save(bare, work))
                .hasMessageContaining("bare.png holds no recipe");
    }

    @Test
    void onlyWhatIsNotUpToDateIsDrawnAndLiveDraftsFollowTheControls() {
        twoModels();
        model.draw();
        model.set(pane(1).id(), SharedValue.SEED, "3");
        long now = System.nanoTime();
        model.tick(now);
        assertThat(drawn()).hasSize(2);
        model.tick(now + 1_000_000_000L);
        assertThat(drawn()).hasSize(3);
        assertThat(drawn().get(2).outDir()).contains(".studio");
        assertThat(drawn().get(0).outDir()).contains("samples").endsWith("_compare-A");
        model.draw();
        assertThat(drawn()).hasSize(5);
        model.update(state -> state.withLive(false));
        model.set(0, SharedValue.SEED, "4");
        model.tick(System.nanoTime() + 1_000_000_000L);
        assertThat(drawn()).hasSize(5);
    }

    @Test
    void aPaneThatFailsSaysWhyInItsPlaceAndTheOthersGoOn() {
        model.addModel(folder.resolve("runs/a"), "a");
        model.addModel(folder.resolve("runs/broken"), "broken");
        model.addModel(folder.resolve("runs/flow"), "flow");
        model.draw();
        assertThat(model.drawing(pane(0)).phase()).isEqualTo(Phase.DONE);
        assertThat(model.drawing(pane(1)).phase()).isEqualTo(Phase.FAILED);
        assertThat(model.drawing(pane(1)).trouble().words()).contains("damaged");
        assertThat(model.drawing(pane(1)).trouble().hint())
                .isEqualTo("Choose an older checkpoint.");
        assertThat(model.drawing(pane(2)).trouble().words())
                .isEqualTo(
                        "This model cannot be drawn from with DDIM. It knows Flow-match Euler, TLD"
                                + " DDIM.");
        model.useOwnSampler(pane(2));
        assertThat(model.drawing(pane(2)).phase()).isEqualTo(Phase.DONE);
        assertThat(pane(2).own()).containsExactly(Map.entry("sampler", "flow_euler"));
    }

    @Test
    void theWinnerGetsAStarAndADraftIsKeptBeforeItIsDrawnOver() throws Exception {
        Path work = folder.resolve("work");
        PictureMarks marks = PictureMarks.read(work);
        twoModels();
        model.draw();
        Path drawn = model.drawing(pane(0)).picture(0).orElseThrow().file();
        assertThat(Winner.keep(drawn, work, marks)).isEqualTo(drawn.toAbsolutePath());
        model.set(0, SharedValue.SEED, "5");
        model.tick(System.nanoTime() + 1_000_000_000L);
        Path draft = model.drawing(pane(1)).picture(2).orElseThrow().file();
        Path kept = Winner.keep(draft, work, marks);
        assertThat(kept).isNotEqualTo(draft).exists().hasSameBinaryContentAs(draft);
        assertThat(kept.toString()).contains("samples").contains("winner");
        assertThat(PictureMarks.read(work).isStarred(kept)).isTrue();
        assertThat(PictureMarks.read(work).isStarred(drawn)).isTrue();
    }

    @Test
    void theStateComesBackAfterARestartAndARemovedPaneByUndo() throws Exception {
        Path png = folder.resolve("old.png");
        twoModels();
        model.set(pane(1).id(), SharedValue.SAMPLER, "euler");
        model.draw();
        PngFiles.write(DrawingWorker.picture(drawn().get(0), 0, 0), Map.of(), png);
        model.take(List.of(png));
        model.update(state -> state.withLook(CompareState.Look.DIFFERENCE).withPicture(2));
        CompareState before = model.state();
        model = make();
        assertThat(model.state()).isEqualTo(before);
        assertThat(model.drawing(pane(2)).phase()).isEqualTo(Phase.DONE);
        Files.delete(png);
        model = make();
        assertThat(model.drawing(pane(2)).trouble().words()).contains("does not exist any more");
        model.remove(pane(0));
        assertThat(model.state().panes())
                .extracting(PaneSpec::name)
                .containsExactly("b", "old.png");
        model.undo();
        assertThat(model.state().panes()).isEqualTo(before.panes());
        for (int i = 0; i < 5; i++) {
            model.duplicate(pane(0));
        }
        assertThat(model.state().panes()).hasSize(CompareState.MOST);
        assertThat(model.state().panes()).extracting(PaneSpec::id).doesNotHaveDuplicates();
    }
}
