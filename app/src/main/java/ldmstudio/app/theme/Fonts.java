package ldmstudio.app.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/** The bundled fonts: a bare machine may have none, and pictures of the window look the same. */
public final class Fonts {
    /** Text; its figures are tabular, so that running numbers do not jitter. */
    public static final String SANS = "Studio Sans";

    /** Logs, paths and details. */
    public static final String MONO = "Studio Mono";

    private static final List<String> FILES =
            List.of("StudioSans-Regular.otf", "StudioSans-Bold.otf", "StudioMono-Regular.ttf");

    private Fonts() {}

    static void load() {
        for (String file : FILES) {
            try (InputStream in =
                    Fonts.class.getResourceAsStream("/ldmstudio/assets/fonts/" + file)) {
                if (in == null || Font.loadFont(in, 13) == null) {
                    throw new IllegalStateException(
                            "The bundled font "
                                    + file
                                    + " could not be loaded; the program's jar is damaged.");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
