package ldmstudio.app.screen.playground.begin;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import ldmstudio.app.screen.playground.BeginPart;
import ldmstudio.engine.worker.BeginSettings;
import org.jspecify.annotations.Nullable;

/** The section "Start from" of the Playground. */
public final class BeginPanel implements BeginPart {
    private final BeginModel model;
    private @Nullable BeginView view;
    private @Nullable MaskStage stage;

    /**
     * @param workspace where masks and pasted pictures are kept
     */
    public BeginPanel(Supplier<Path> workspace) {
        model = new BeginModel(workspace);
    }

    @Override
    public Node node() {
        BeginView made = view == null ? new BeginView(model) : view;
        view = made;
        return made.node();
    }

    @Override
    public Node stage() {
        MaskStage made = stage == null ? new MaskStage(model) : stage;
        stage = made;
        return made;
    }

    @Override
    public BooleanProperty staged() {
        return model.largeProperty();
    }

    @Override
    public void paintOn(@Nullable Path picture) {
        BeginModel.Start start = model.startProperty().get();
        Path file = picture != null || start == null ? picture : start.file();
        if (file != null) {
            model.paintOn(file);
        }
    }

    @Override
    public BeginSettings begin() {
        return model.begin();
    }

    @Override
    public String summary() {
        BeginModel.Start start = model.startProperty().get();
        return start == null
                ? ""
                : start.file().getFileName()
                        + ", "
                        + model.wayProperty().get().words().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> problem() {
        return model.problem();
    }

    @Override
    public void modelChanged(Map<String, Object> description) {
        model.modelChanged(description);
    }

    @Override
    public void startFrom(Path picture) {
        model.open(picture);
    }

    @Override
    public void show(BeginSettings begin) {
        model.show(begin);
    }

    @Override
    public ObservableIntegerValue changes() {
        return model.changesProperty();
    }

    /** The state, for tests. */
    BeginModel model() {
        return model;
    }
}
