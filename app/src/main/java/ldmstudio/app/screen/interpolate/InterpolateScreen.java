package ldmstudio.app.screen.interpolate;

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
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignU;
import org.kordamp.ikonli.materialdesign2.MaterialDesignV;

/** The Interpolate page. */
public final class InterpolateScreen implements Screen {
    public static final String ID = "interpolate";

    private final AppContext context;
    private final InterpolateViewModel model;
    private @Nullable InterpolateView view;
    private Subscription whileShown = () -> {};

    public InterpolateScreen(AppContext context) {
        this.context = context;
        this.model =
                new InterpolateViewModel(
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
    public String title() {
        return "Interpolate";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignV.VECTOR_CURVE;
    }

    @Override
    public Node node() {
        InterpolateView made = new InterpolateView(model, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        InterpolateView shown = view;
        if (shown == null) {
            return;
        }
        model.shown();
        shown.card().shown();
        whileShown =
                context.sampler()
                        .register(FrameSampler.TEXT_HZ, shown::tick)
                        .and(context.sampler().register(1, model::save))
                        .and(context.sampler().register(0.5, model::refresh))
                        .and(context.actions().addAll(actions()));
    }

    private List<Action> actions() {
        return List.of(
                Action.of(
                        "walk.render",
                        "Render the film",
                        "Interpolate",
                        MaterialDesignM.MOVIE_OPEN,
                        "Shortcut+Enter",
                        model.films()::render),
                Action.of(
                        "walk.cancel",
                        "Cancel rendering",
                        "Interpolate",
                        MaterialDesignC.CLOSE,
                        "Esc",
                        () -> model.films().desk().cancel()),
                Action.of(
                        "walk.undo",
                        "Undo the edit of the walk",
                        "Interpolate",
                        MaterialDesignU.UNDO,
                        "Shortcut+Z",
                        () -> model.editor().undo()),
                Action.of(
                        "walk.redo",
                        "Redo the edit of the walk",
                        "Interpolate",
                        MaterialDesignR.REDO,
                        "Shortcut+Y",
                        () -> model.editor().redo()),
                Action.of(
                        "walk.redo-too",
                        "Redo the edit of the walk (other keys)",
                        "Interpolate",
                        MaterialDesignR.REDO,
                        "Shortcut+Shift+Z",
                        () -> model.editor().redo()),
                Action.of(
                        "walk.duplicate",
                        "Duplicate the keyframe",
                        "Interpolate",
                        MaterialDesignC.CONTENT_DUPLICATE,
                        "Shortcut+D",
                        () -> model.editor().duplicate()));
    }

    @Override
    public void onHidden() {
        model.save();
        model.live().playback().stop();
        if (view != null) {
            view.card().hidden();
        }
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.WalkBetween walk) {
            if (walk.model().isBlank() && walk.pictures().isEmpty()) {
                return false;
            }
            model.beginBetween(walk.model(), walk.pictures());
            return true;
        }
        if (request instanceof OpenRequest.SampleWith with) {
            model.begin(with.model());
            return true;
        }
        return false;
    }

    /** The page's state, for tests. */
    InterpolateViewModel model() {
        return model;
    }
}
