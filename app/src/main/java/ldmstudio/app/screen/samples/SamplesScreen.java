package ldmstudio.app.screen.samples;

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

/** The Samples page. */
public final class SamplesScreen implements Screen {
    public static final String ID = "samples";

    private final AppContext context;
    private final SamplesViewModel model;
    private @Nullable SamplesView view;
    private Subscription whileShown = () -> {};

    public SamplesScreen(AppContext context) {
        this.context = context;
        this.model =
                new SamplesViewModel(
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
        return "Samples";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignI.IMAGE_AUTO_ADJUST;
    }

    @Override
    public Node node() {
        SamplesView made = new SamplesView(model, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        SamplesView shown = view;
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
                                                        "samples.sample",
                                                        "Sample",
                                                        "Samples",
                                                        MaterialDesignP.PLAY,
                                                        "Shortcut+Enter",
                                                        model::sample)))
                        .and(
                                context.actions()
                                        .add(
                                                Action.of(
                                                        "samples.cancel",
                                                        "Cancel sampling",
                                                        "Samples",
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
        if (request instanceof OpenRequest.SampleWith with) {
            model.chooseModel(with.model());
            return true;
        }
        return false;
    }

    /** The page's state, for tests. */
    SamplesViewModel model() {
        return model;
    }
}
