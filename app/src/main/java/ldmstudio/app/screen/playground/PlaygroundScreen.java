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
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;

/** The Playground. */
public final class PlaygroundScreen implements Screen {
    public static final String ID = "playground";

    private static final double MEMORY_HZ = 1;

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
        this(context, parts, ShippedModels.list());
    }

    /**
     * @param shipped models that come with the studio
     */
    PlaygroundScreen(AppContext context, PlaygroundParts parts, List<ModelChoice> shipped) {
        this.context = context;
        this.parts = parts;
        this.model = new PlaygroundViewModel(context, parts, shipped);
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
        PlaygroundView made = new PlaygroundView(model, parts, context);
        view = made;
        model.open();
        context.workspace().folderProperty().addListener((o, was, is) -> model.open());
        return made.root();
    }

    @Override
    public void onShown() {
        PlaygroundView shown = view;
        if (shown == null) {
            return;
        }
        model.models().refresh();
        model.presets().reload();
        shown.shown();
        whileShown =
                context.sampler()
                        .register(FrameSampler.TEXT_HZ, shown::sample)
                        .and(context.sampler().register(0.5, model.models()::refresh))
                        .and(context.sampler().register(MEMORY_HZ, model::remember))
                        .and(context.actions().addAll(actions()));
    }

    private List<Action> actions() {
        return List.of(
                Action.of(
                        "playground.draw",
                        "Draw",
                        "Playground",
                        MaterialDesignP.PLAY,
                        "Shortcut+Enter",
                        model::draw),
                Action.of(
                        "playground.cancel",
                        "Cancel the drawing",
                        "Playground",
                        MaterialDesignC.CLOSE,
                        "Esc",
                        model.draws()::cancel),
                Action.of(
                        "playground.film",
                        "Film the picture",
                        "Playground",
                        MaterialDesignM.MOVIE_OPEN_OUTLINE,
                        "Shortcut+Shift+F",
                        () -> {
                            if (view != null) {
                                view.film();
                            }
                        }),
                Action.of(
                        "playground.mask",
                        "Paint a mask on the picture",
                        "Playground",
                        MaterialDesignB.BRUSH,
                        "Shortcut+M",
                        () -> {
                            if (view != null) {
                                view.paint();
                            }
                        }),
                Action.of(
                        "playground.undo",
                        "Undo",
                        "Playground",
                        MaterialDesignU.UNDO,
                        "Shortcut+Z",
                        model.undo()::undo));
    }

    @Override
    public void onHidden() {
        model.remember();
        if (view != null) {
            view.hidden();
        }
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.SampleFrom from) {
            model.model().keepValues(false);
            model.models().choose(from.run());
            return true;
        }
        if (request instanceof OpenRequest.Settings settings) {
            model.edits().offerRecipeOf(settings.picture());
            return true;
        }
        if (request instanceof OpenRequest.SampleWith with) {
            model.model().open(with.model());
            return true;
        }
        return false;
    }

    /** The page's state, for tests. */
    PlaygroundViewModel model() {
        return model;
    }

    /** The page's sections, for tests. */
    PlaygroundParts parts() {
        return parts;
    }
}
