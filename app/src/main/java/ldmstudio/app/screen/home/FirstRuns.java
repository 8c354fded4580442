package ldmstudio.app.screen.home;

import javafx.scene.Scene;
import ldmstudio.app.AppContext;
import ldmstudio.app.jobs.TrainingJob;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.engine.config.ConfigException;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.DemoModel;

/** What is behind the doors of the home page: trainings, and the model that comes along. */
final class FirstRuns {
    private static final String AUTOENCODER = "shapes_autoencoder";
    private static final String PLAYGROUND = "playground";
    private static final String DIFFUSION = "shapes_diffusion";

    private final AppContext context;

    FirstRuns(AppContext context) {
        this.context = context;
    }

    /** Both stages; the second waits for the first and takes its latents. */
    void quickStart() {
        withWords(
                () -> {
                    TrainingJob first = context.jobs().train(Recipes.named(AUTOENCODER).read());
                    RunConfig second =
                            RunConfigs.with(
                                    Recipes.named(DIFFUSION).read(),
                                    "autoencoder",
                                    first.folder().toString());
                    context.jobs().train(second, first.folder());
                    show(first);
                });
    }

    /** The autoencoder alone. */
    void trainOnShapes() {
        withWords(() -> show(context.jobs().train(Recipes.named(AUTOENCODER).read())));
    }

    /** The page to draw on is there at once; the model follows as soon as it lies on the disk. */
    void tryDemo(Scene scene) {
        context.navigator().show(PLAYGROUND);
        context.runner()
                .run(
                        "Unpack the demo model",
                        progress ->
                                DemoModel.builtIn()
                                        .unpack(
                                                (bytes, total) ->
                                                        progress.update(
                                                                (double) bytes / total,
                                                                "Unpacking the demo model")))
                .onSuccess(
                        folder -> {
                            context.navigator()
                                    .show(PLAYGROUND, new OpenRequest.SampleWith(folder));
                            PromptFocus.request(scene);
                        })
                .onFailure(
                        e -> context.notifications().failed("The demo model cannot be opened", e));
    }

    private void show(TrainingJob job) {
        context.navigator().show(job.screenId(), new OpenRequest.Run(job.folder()));
    }

    private void withWords(Runnable start) {
        try {
            start.run();
        } catch (ConfigException e) {
            context.notifications().failed("The built-in recipe cannot be used", e);
        }
    }
}
