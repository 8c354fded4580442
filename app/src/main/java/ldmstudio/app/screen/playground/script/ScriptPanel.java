package ldmstudio.app.screen.playground.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableIntegerValue;
import javafx.scene.Node;
import javafx.util.Subscription;
import ldmstudio.app.AppContext;
import ldmstudio.app.screen.playground.Drawing;
import ldmstudio.app.screen.playground.ScriptPart;
import ldmstudio.engine.config.GridConfig;
import ldmstudio.engine.run.GridFolder;
import ldmstudio.engine.run.GridSheet;
import ldmstudio.engine.run.PngFiles;
import org.jspecify.annotations.Nullable;

/** The section "Script" of the Playground: prompt matrices and X/Y/Z grids. */
public final class ScriptPanel implements ScriptPart {
    private static final double LOOKS_A_SECOND = 2;

    private final AppContext context;
    private final ScriptModel model = new ScriptModel();
    private Consumer<Path> onApply = path -> {};
    private Subscription looking = () -> {};
    private @Nullable GridView grid;
    private @Nullable ScriptView view;

    public ScriptPanel(AppContext context) {
        this.context = context;
    }

    private GridView grid() {
        GridView made = grid == null ? new GridView(context, path -> onApply.accept(path)) : grid;
        grid = made;
        return made;
    }

    @Override
    public Node node() {
        if (view != null) {
            return view.node();
        }
        ScriptView made = new ScriptView(model, grid());
        view = made;
        // What is asked for changes with every field of the page: it is looked up while it is seen.
        made.node()
                .sceneProperty()
                .addListener(
                        (o, was, is) -> {
                            looking.unsubscribe();
                            looking =
                                    is == null
                                            ? () -> {}
                                            : context.sampler()
                                                    .register(LOOKS_A_SECOND, made::look);
                        });
        return made.node();
    }

    @Override
    public Drawing expand(Drawing asked) {
        return model.expand(asked);
    }

    @Override
    public Optional<Path> finish(Drawing drawn, List<List<Path>> pictures) throws IOException {
        GridFolder folder = model.folderOf(drawn).orElse(null);
        if (folder == null) {
            return Optional.empty();
        }
        Path sheet = folder.folder().resolve(GridFolder.SHEET);
        PngFiles.write(GridSheet.of(folder, -1), GridSheet.textChunks(folder.plan()), sheet);
        return Optional.of(sheet);
    }

    @Override
    public String state() {
        return model.state();
    }

    @Override
    public void take(GridConfig grid) {
        model.take(grid);
        model.kindProperty()
                .set(
                        grid.x().isNone() && grid.y().isNone() && grid.z().isNone()
                                ? ScriptModel.Kind.MATRIX
                                : ScriptModel.Kind.GRID);
    }

    @Override
    public void restore(String state) {
        model.restore(state);
    }

    @Override
    public ObservableIntegerValue changes() {
        return model.changesProperty();
    }

    @Override
    public void modelChanged(Map<String, Object> description) {
        model.modelChanged(description);
    }

    @Override
    public void asking(Supplier<Drawing> asked) {
        model.asking(asked);
    }

    @Override
    public void took(Drawing drawing, double seconds) {
        model.took(drawing, seconds);
    }

    @Override
    public void onApply(Consumer<Path> apply) {
        onApply = apply;
    }

    @Override
    public Optional<Node> overlay() {
        return Optional.of(grid());
    }

    /** The state, for tests. */
    ScriptModel model() {
        return model;
    }
}
