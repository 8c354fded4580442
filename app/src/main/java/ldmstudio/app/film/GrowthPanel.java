package ldmstudio.app.film;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import ldmstudio.app.AppContext;
import ldmstudio.app.control.ControlStyles;
import org.jspecify.annotations.Nullable;

/**
 * Films what a page shows, in place: how, where it goes, how far it is, and the film itself. Its
 * controls are made when it is first opened, for most pages are shown without it.
 */
public final class GrowthPanel extends VBox {
    /** What it consists of once it has been opened. */
    private record Parts(FilmCard card, GrowthSettings settings) {}

    private final GrowthFilms films;
    private final AppContext context;
    private @Nullable Parts parts;
    private boolean onScreen;

    /**
     * @param id of the panel; those of its parts begin with it
     */
    public GrowthPanel(GrowthFilms films, AppContext context, String id) {
        this.films = films;
        this.context = context;
        ControlStyles.on(this);
        setId(id);
        getStyleClass().addAll("film-panel", "settings-panel");
        setMinWidth(300);
        setPrefWidth(344);
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        films.close();
                        e.consume();
                    }
                });
        films.subjectProperty().addListener((o, was, is) -> changed(was, is));
        films.deeds().desk().phaseProperty().addListener((o, was, is) -> show());
        show();
    }

    /** Takes over how far the film is; called some times a second while shown. */
    public void tick() {
        if (parts != null) {
            parts.card().tick();
        }
    }

    /** Nothing moves while nobody looks. */
    public void hidden() {
        onScreen = false;
        if (parts != null) {
            parts.card().hidden();
        }
    }

    public void shown() {
        onScreen = true;
        if (parts != null) {
            parts.card().shown();
        }
    }

    private void changed(@Nullable FilmSubject was, @Nullable FilmSubject is) {
        show();
        if (was == null && is != null && parts != null) {
            parts.settings().focusOnRender();
        }
    }

    private void show() {
        boolean there =
                films.subjectProperty().get() != null
                        || films.deeds().desk().phase() != FilmDesk.Phase.IDLE;
        if (there && parts == null) {
            parts = make();
        }
        setVisible(there);
        setManaged(there);
    }

    private Parts make() {
        FilmCard card = new FilmCard(films.deeds(), getId() + "-film");
        GrowthSettings settings = new GrowthSettings(films, context, getId());
        VBox.setVgrow(settings, Priority.ALWAYS);
        getChildren().addAll(card, settings);
        if (onScreen) {
            card.shown();
        }
        return new Parts(card, settings);
    }
}
