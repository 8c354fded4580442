package ldmstudio.app.shell;

import java.util.List;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;

/**
 * One page of the window. Constructors are cheap: controls are made in {@link #node()}, which the
 * shell calls once, when the screen is first shown. All methods run on the FX thread.
 */
public interface Screen {
    /** Short stable name, as remembered between sessions: {@code datasets}, {@code runs}. */
    String id();

    /** Ids of earlier versions, as settings may remember them. */
    default List<String> formerIds() {
        return List.of();
    }

    /** Name in the rail and in the title bar. */
    String title();

    /** Icon in the rail. */
    Ikon icon();

    /** Builds the page; called once. */
    Node node();

    /** The page has become visible: start sampling. */
    default void onShown() {}

    /** The page is hidden: stop sampling, keep the state. */
    default void onHidden() {}

    /**
     * Another part of the window sends the person here with something to look at.
     *
     * @return false when this screen has no use for the request
     */
    default boolean open(OpenRequest request) {
        return false;
    }
}
