package ldmstudio.app.screen.gallery;

import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.shell.Screen;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** The Gallery page. */
public final class GalleryScreen implements Screen {
    public static final String ID = "gallery";

    private static final long REFRESH_MILLIS = 4000;

    private final AppContext context;
    private final GalleryViewModel model;
    private @Nullable GalleryView view;
    private Subscription whileShown = () -> {};

    public GalleryScreen(AppContext context) {
        this.context = context;
        model =
                new GalleryViewModel(
                        context.runner(),
                        context.notifications(),
                        context.workspace(),
                        context.workers());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "Gallery";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignI.IMAGE_ALBUM;
    }

    @Override
    public Node node() {
        GalleryView made = new GalleryView(model, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        model.refresh();
        Subscription following = context.clockwork().every(REFRESH_MILLIS, model::refresh);
        GalleryView shown = view;
        Subscription sampling =
                shown == null
                        ? () -> {}
                        : context.sampler().register(FrameSampler.TEXT_HZ, shown::sample);
        whileShown = following.and(sampling);
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
        GalleryView shown = view;
        if (shown != null) {
            shown.pause();
        }
        if (!model.checkProperty().get().running()) {
            model.close();
        }
    }
}
