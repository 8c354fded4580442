package ldmstudio.app.screen.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.action.Action;
import ldmstudio.app.concurrent.FrameSampler;
import ldmstudio.app.screen.compare.CompareState.Look;
import ldmstudio.app.screen.compare.microscope.MicroscopeViewModel;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.shell.Screen;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** The Compare page. */
public final class CompareScreen implements Screen {
    public static final String ID = "compare";

    private final AppContext context;
    private final CompareViewModel model;
    private final MicroscopeViewModel microscope;
    private final ModelChoices choices;
    private @Nullable CompareView view;
    private Subscription whileShown = () -> {};

    public CompareScreen(AppContext context) {
        this.context = context;
        this.model =
                new CompareViewModel(
                        context.runner(),
                        context.notifications(),
                        context.workers(),
                        context.preferences(),
                        () -> context.workspace().folder());
        this.microscope =
                new MicroscopeViewModel(
                        context.runner(),
                        context.workers(),
                        context.preferences(),
                        () -> context.workspace().folder());
        this.choices =
                new ModelChoices(
                        context.runner(),
                        context.notifications(),
                        context.catalog(),
                        () -> context.workspace().folder());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "Compare";
    }

    @Override
    public Ikon icon() {
        return MaterialDesignC.COMPARE;
    }

    @Override
    public Node node() {
        CompareView made = new CompareView(model, microscope, choices, context);
        view = made;
        return made.root();
    }

    @Override
    public void onShown() {
        CompareView shown = view;
        if (shown == null) {
            return;
        }
        choices.refresh();
        shown.ask();
        whileShown =
                context.sampler()
                        .register(FrameSampler.TEXT_HZ, shown::sample)
                        .and(context.actions().addAll(actions(shown)));
    }

    private List<Action> actions(CompareView shown) {
        List<Action> all = new ArrayList<>();
        all.add(
                action(
                        "draw",
                        "Draw all panes, or follow the sampling",
                        "Shortcut+Enter",
                        () -> either(shown, microscope::follow, model::draw)));
        all.add(
                action(
                        "cancel",
                        "Cancel drawing or following",
                        "Esc",
                        () -> {
                            model.cancel();
                            microscope.cancel();
                        }));
        all.add(
                action(
                        "pictures",
                        "Compare pictures",
                        "Alt+P",
                        () -> shown.show(CompareView.Tab.PICTURES)));
        all.add(
                action(
                        "microscope",
                        "Sampler microscope",
                        "Alt+M",
                        () -> shown.show(CompareView.Tab.MICROSCOPE)));
        all.add(
                action(
                        "branch",
                        "Branch off at the step that is looked at",
                        "Alt+B",
                        () -> {
                            shown.show(CompareView.Tab.MICROSCOPE);
                            microscope.branchHere();
                        }));
        all.add(
                action(
                        "undo",
                        "Undo the last change of panes or values",
                        "Shortcut+Z",
                        () -> either(shown, microscope::undo, model::undo)));
        all.add(
                action(
                        "redo",
                        "Redo the last change of panes or values",
                        "Shortcut+Y",
                        () -> either(shown, microscope::redo, model::redo)));
        all.add(
                action(
                        "redo-too",
                        "Redo the last change of panes or values (other keys)",
                        "Shortcut+Shift+Z",
                        () -> either(shown, microscope::redo, model::redo)));
        all.add(action("add", "Add a pane", "Alt+A", () -> pictures(shown, shown::openAdd)));
        all.add(
                action(
                        "previous",
                        "Previous picture",
                        "Alt+Left",
                        () -> pictures(shown, () -> LookBar.step(model, -1))));
        all.add(
                action(
                        "next",
                        "Next picture",
                        "Alt+Right",
                        () -> pictures(shown, () -> LookBar.step(model, 1))));
        all.add(
                action(
                        "swap",
                        "Exchange A and B",
                        "Alt+S",
                        () -> pictures(shown, () -> LookBar.swap(model))));
        int number = 1;
        for (Look look : Look.values()) {
            all.add(
                    action(
                            "look." + look.name().toLowerCase(Locale.ROOT),
                            "Look at pictures: " + look.label(),
                            "Alt+" + number++,
                            () ->
                                    pictures(
                                            shown,
                                            () -> model.update(state -> state.withLook(look)))));
        }
        return all;
    }

    /** What changes the pictures shows them: a change that nobody sees would surprise later. */
    private static void pictures(CompareView shown, Runnable action) {
        shown.show(CompareView.Tab.PICTURES);
        action.run();
    }

    private static void either(CompareView shown, Runnable microscope, Runnable pictures) {
        (shown.showsMicroscope() ? microscope : pictures).run();
    }

    private static Action action(String id, String name, String keys, Runnable run) {
        return Action.of("compare." + id, name, "Compare", MaterialDesignC.COMPARE, keys, run);
    }

    @Override
    public void onHidden() {
        whileShown.unsubscribe();
        whileShown = () -> {};
    }

    @Override
    public boolean open(OpenRequest request) {
        if (request instanceof OpenRequest.Compare with) {
            model.take(with.what());
            return true;
        }
        return false;
    }

    /** The microscope's state, for tests. */
    MicroscopeViewModel microscope() {
        return microscope;
    }

    /** The page's state, for tests. */
    CompareViewModel model() {
        return model;
    }
}
