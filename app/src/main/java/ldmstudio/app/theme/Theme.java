package ldmstudio.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

/**
 * Light or dark for the whole window: AtlantaFX Primer below, our own style sheet above. Charts
 * listen to {@link #darkProperty()}.
 */
public final class Theme {
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper(this, "dark", false);
    private final ReadOnlyObjectWrapper<ThemeChoice> choice =
            new ReadOnlyObjectWrapper<>(this, "choice", ThemeChoice.SYSTEM);
    private final InterfaceScale scale = new InterfaceScale();
    private boolean systemDark;

    /** Loads the bundled fonts and sets the style sheet; needs the toolkit. */
    public void install() {
        Fonts.load();
        refresh();
    }

    /** Adds our style sheet to a scene (also to the scene of a dialog). */
    public void style(Scene scene) {
        scene.getStylesheets().add(sheet("studio.css"));
        scale.style(scene);
    }

    /** How large everything is. */
    public InterfaceScale scale() {
        return scale;
    }

    public ThemeChoice choice() {
        return choice.get();
    }

    public ReadOnlyObjectProperty<ThemeChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    public void choose(ThemeChoice choice) {
        this.choice.set(choice);
        refresh();
    }

    /** What the system uses now, as {@link SystemTheme} found it. */
    public void setSystemDark(boolean systemDark) {
        this.systemDark = systemDark;
        refresh();
    }

    public boolean isDark() {
        return dark.get();
    }

    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    private void refresh() {
        boolean now =
                choice() == ThemeChoice.DARK || (choice() == ThemeChoice.SYSTEM && systemDark);
        String wanted =
                now
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet();
        if (!Objects.equals(wanted, Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(wanted);
        }
        dark.set(now);
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(
                        Theme.class.getResource("/ldmstudio/app/" + name),
                        "style sheet " + name + " is missing from the program's jar")
                .toExternalForm();
    }
}
