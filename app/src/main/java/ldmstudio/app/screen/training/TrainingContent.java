package ldmstudio.app.screen.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import ldmstudio.app.control.Lightbox;

/** What one stage puts into the frame of a training page. Made once for each page. */
public interface TrainingContent {
    /** What is said while no run is chosen. */
    String invitation();

    List<ChartBoard.Page> charts();

    /** Where a step's pictures are shown. */
    Region pictures(Lightbox lightbox);

    /** Shows the pictures of a step, by kind. */
    void show(long step, Map<String, List<PreviewPicture>> pictures);

    /** Fields that {@link #controls} shows instead of the form. */
    Set<String> hiddenPaths();

    /** Stands above the form, such as the discriminator's switch; empty: nothing. */
    Optional<Node> controls(TrainingViewModel model);

    /** Brings the controls up to date; called some times a second. */
    void refresh(TrainingViewModel model);

    /** Why the run cannot start, beyond what the form knows; empty: nothing is in the way. */
    default String obstacle(TrainingViewModel model) {
        return "";
    }

    /** The run that must be done before this one starts; empty: none. */
    default Optional<Path> needs(TrainingViewModel model) {
        return Optional.empty();
    }
}
