package ldmstudio.app.screen.playground;

import java.util.List;
import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** The Playground page. */
public final class PlaygroundScreen implements Screen {
    public static final String ID = "playground";

    private final AppContext context;
    private final PlaygroundParts parts;
    private final PlaygroundViewModel model;
    private @Nullable PlaygroundView view;
    private Subscription whileShown = () -> {};

    public PlaygroundScreen(AppContext context) {
        this(context, PlaygroundParts.NONE);
    }

    /** With the sections of other packages. */
    public PlaygroundScreen(AppContext context, PlaygroundParts parts) {
        this.context = context;
        this.parts = parts;
        this.model =
                new PlaygroundViewModel(
                        context.runner(),
                        context.notifications(),
                        context.catalog(),
                        context.workers(),
                        () -> context.workspace().folder());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<String> formerIds() {
        return List.of("samples");
    }

    @Override
    public String title() {
        return "Playground";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignI.IMAGE_AUTO_ADJUST;
    }

    @Override
    public Node node() {
        PlaygroundView made = new PlaygroundView(model, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        PlaygroundView shown = view;
        if (shown == null) {
            return;
        }
        model.refreshRuns();
        whileShown =
                context.sampler()
                        .register(FrameSampler.TEXT_HZ, shown::sample)
                        .and(context.sampler().register(0.5, model::refreshRuns))
                        .and(
                                context.actions()
                                        .add(
                                                Action.of(
                                                        "playground.draw",
                                                        "Sample",
                                                        "Playground",
                                                        MaterialDesignP.PLAY,
                                                        "Shortcut+Enter",
                                                        model::sample)))
                        .and(
                                context.actions()
                                        .add(
                                                Action.of(
                                                        "playground.cancel",
                                                        "Cancel sampling",
                                                        "Playground",
                                                        MaterialDesignC.CLOSE,
                                                        "Esc",
                                                        model::cancel)));
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.SampleFrom from) {
            model.choose(from.run());
            return true;
        }
        if (request instanceof OpenRequest.Settings settings) {
            model.applyRecipeOf(settings.picture());
            return true;
        }
        if (request instanceof OpenRequest.SampleWith with) {
            model.chooseModel(with.model());
            return true;
        }
        return false;
    }

    /** The sections of other packages. */
    PlaygroundParts parts() {
        return parts;
    }

    /** The page's state, for tests. */
    PlaygroundViewModel model() {
        return model;
    }
}
