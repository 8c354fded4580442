package ldmstudio.app.screen.datasets;

import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** The Datasets page. */
public final class DatasetsScreen implements Screen {
    public static final String ID = "datasets";

    private final AppContext context;
    private final DatasetsViewModel model;
    private @Nullable DatasetsView view;
    private Subscription whileShown = () -> {};
    private boolean loaded;

    public DatasetsScreen(AppContext context) {
        this.context = context;
        this.model =
                new DatasetsViewModel(
                        context.runner(),
                        context.notifications(),
                        () -> context.workspace().folder());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "Datasets";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignI.IMAGE_MULTIPLE_OUTLINE;
    }

    @Override
    public Node node() {
        DatasetsView made = new DatasetsView(model, context);
        view = made;
        context.workspace().folderProperty().addListener((o, was, is) -> model.load());
        return made.root();
    }

    @Override
    public void onShown() {
        if (!loaded) {
            loaded = true;
            model.load();
        }
        DatasetsView shown = view;
        if (shown == null) {
            return;
        }
        whileShown =
                context.sampler()
                        .register(FrameSampler.CHART_HZ, shown::sample)
                        .and(
                                context.actions()
                                        .add(
                                                Action.of(
                                                        "datasets.add",
                                                        "Add a folder of pictures…",
                                                        "Datasets",
                                                        MaterialDesignF.FOLDER_PLUS_OUTLINE,
                                                        "Shortcut+O",
                                                        shown::chooseFolder)));
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.Pictures pictures) {
            model.add(pictures.folder());
            return true;
        }
        return false;
    }

    DatasetsViewModel model() {
        return model;
    }
}
