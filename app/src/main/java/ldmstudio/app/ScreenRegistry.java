package ldmstudio.app;

import java.util.List;
import ldmstudio.app.screen.autoencoder.AutoencoderContent;
import ldmstudio.app.screen.compare.CompareScreen;
import ldmstudio.app.screen.datasets.DatasetsScreen;
import ldmstudio.app.screen.diffusion.DiffusionContent;
import ldmstudio.app.screen.gallery.GalleryScreen;
import ldmstudio.app.screen.home.HomeScreen;
import ldmstudio.app.screen.interpolate.InterpolateScreen;
import ldmstudio.app.screen.models.ModelsScreen;
import ldmstudio.app.screen.playground.PlaygroundParts;
import ldmstudio.app.screen.playground.PlaygroundScreen;
import ldmstudio.app.screen.playground.begin.BeginPanel;
import ldmstudio.app.screen.playground.script.ScriptPanel;
import ldmstudio.app.screen.runs.RunsScreen;
import ldmstudio.app.screen.settings.SettingsScreen;
import ldmstudio.app.shell.Screen;

/** The one place that lists the screens, in the order of the rail: the way of the data. */
final class ScreenRegistry {
    private ScreenRegistry() {}

    static List<Screen> screens(AppContext context) {
        return List.of(
                new HomeScreen(context),
                new DatasetsScreen(context),
                AutoencoderContent.screen(context),
                DiffusionContent.screen(context),
                new PlaygroundScreen(context, playground(context)),
                new InterpolateScreen(context),
                new CompareScreen(context),
                new GalleryScreen(context),
                new ModelsScreen(context),
                new RunsScreen(context),
                new SettingsScreen(context));
    }

    private static PlaygroundParts playground(AppContext context) {
        return new PlaygroundParts(
                new BeginPanel(() -> context.workspace().folder()), new ScriptPanel(context));
    }
}
