package ldmstudio.app.screen.training;

import java.util.List;
import java.util.NoSuchElementException;
import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import ldmstudio.app.client.RunFeed;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import ldmstudio.engine.config.Recipe;
import ldmstudio.engine.config.Recipes;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** A training page of the window: the shared frame with one stage's content. */
public class TrainingScreen implements Screen {
    private static final double LIST_HZ = 0.5;

    /** Makes a stage's content when the page is first shown. */
    public interface ContentMaker {
        TrainingContent make(AppContext context);
    }

    private record Parts(
            TrainingContent content,
            ChartBoard board,
            TrainingViewModel model,
            TrainingView view) {}

    private final AppContext context;
    private final String stage;
    private final String title;
    private final Ikon icon;
    private final ContentMaker maker;
    private @Nullable Parts parts;
    private Subscription whileShown = () -> {};

    /**
     * @param stage {@code autoencoder} or {@code diffusion}; also the page's id
     */
    public TrainingScreen(
            AppContext context, String stage, String title, Ikon icon, ContentMaker maker) {
        this.context = context;
        this.stage = stage;
        this.title = title;
        this.icon = icon;
        this.maker = maker;
    }

    @Override
    public String id() {
        return stage;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Ikon icon() {
        return icon;
    }

    @Override
    public Node node() {
        return parts().view().root();
    }

    private Parts parts() {
        Parts made = parts;
        if (made == null) {
            TrainingContent content = maker.make(context);
            ChartBoard board = new ChartBoard(content.charts());
            TrainingViewModel model =
                    new TrainingViewModel(
                            stage,
                            board,
                            new TrainingViewModel.Surroundings(
                                    context.runner(),
                                    context.notifications(),
                                    context.jobs(),
                                    context.catalog(),
                                    folder -> RunFeed.follow(folder, context.clockwork()),
                                    () -> context.workspace().runs()));
            made =
                    new Parts(
                            content,
                            board,
                            model,
                            new TrainingView(model, content, board, context));
            parts = made;
            context.workspace()
                    .folderProperty()
                    .addListener(
                            (o, was, is) -> {
                                model.newRun();
                                model.refreshRuns();
                            });
        }
        return made;
    }

    @Override
    public void onShown() {
        TrainingViewModel model = parts().model();
        TrainingView view = parts().view();
        model.refreshRuns();
        view.sample();
        view.shown();
        whileShown =
                context.sampler()
                        .register(FrameSampler.CHART_HZ, view::sample)
                        .and(context.sampler().register(LIST_HZ, model::refreshRuns))
                        .and(context.jobs().subscribe(model::refreshRuns))
                        .and(context.actions().addAll(actions(view)));
    }

    private List<Action> actions(TrainingView view) {
        return List.of(
                Action.of(
                        stage + ".train",
                        "Train with the settings of the form",
                        title,
                        MaterialDesignP.PLAY,
                        "Shortcut+Enter",
                        view::train),
                Action.of(
                        stage + ".undo",
                        "Undo the last edit of the settings",
                        title,
                        MaterialDesignU.UNDO,
                        "Shortcut+Z",
                        view::undo),
                Action.of(
                        stage + ".redo",
                        "Redo the edit of the settings",
                        title,
                        MaterialDesignR.REDO,
                        "Shortcut+Y",
                        view::redo));
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
        parts().view().hidden();
    }

    @Override
    public boolean open(OpenRequest request) {
        TrainingViewModel model = parts().model();
        if (request instanceof OpenRequest.Run run) {
            model.show(run.folder());
        } else if (request instanceof OpenRequest.Data data) {
            model.useData(data.data());
        } else if (request instanceof OpenRequest.BeginWith begin) {
            model.useModel(begin.model(), begin.fields());
        } else if (request instanceof OpenRequest.Recipe wanted) {
            return openRecipe(wanted);
        } else {
            return false;
        }
        return true;
    }

    private boolean openRecipe(OpenRequest.Recipe wanted) {
        Recipe recipe;
        try {
            recipe = Recipes.named(wanted.name());
        } catch (NoSuchElementException e) {
            context.notifications().failed("The recipe was not opened", e);
            return false;
        }
        if (!recipe.stage().equals(stage)) {
            return false;
        }
        parts().model().newRun(recipe);
        if (wanted.start()) {
            parts().view().train();
        }
        return true;
    }

    /** The page's state, for tests. */
    public TrainingViewModel model() {
        return parts().model();
    }

    /** The page's charts, for tests. */
    public ChartBoard board() {
        return parts().board();
    }
}
