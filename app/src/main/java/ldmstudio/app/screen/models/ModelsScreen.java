package ldmstudio.app.screen.models;

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
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/** The Models page. */
public final class ModelsScreen implements Screen {
    public static final String ID = "models";

    private final AppContext context;
    private final ModelsViewModel model;
    private @Nullable ModelsView view;
    private Subscription whileShown = () -> {};

    public ModelsScreen(AppContext context) {
        this.context = context;
        this.model =
                new ModelsViewModel(
                        context.runner(), context.workers(), () -> context.workspace().folder());
        // Possible from every page, so it is not bound to this one being shown.
        Subscription unused =
                context.actions()
                        .add(
                                Action.of(
                                        "models.inspect",
                                        "Inspect a model file…",
                                        "Models",
                                        MaterialDesignF.FILE_SEARCH_OUTLINE,
                                        "",
                                        this::chooseFile));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "Models";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignC.CUBE_OUTLINE;
    }

    @Override
    public Node node() {
        ModelsView made = new ModelsView(model, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        ModelsView shown = view;
        if (shown != null) {
            whileShown = context.sampler().register(FrameSampler.TEXT_HZ, shown::sample);
        }
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.Inspect inspect) {
            model.inspect(inspect.model());
            return true;
        }
        return false;
    }

    private void chooseFile() {
        context.navigator().show(ID);
        ModelsView shown = view;
        if (shown != null) {
            shown.chooseFile();
        }
    }

    /** The page's state, for tests. */
    ModelsViewModel model() {
        return model;
    }
}
