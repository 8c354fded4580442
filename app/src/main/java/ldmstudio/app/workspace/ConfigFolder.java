package ldmstudio.app.workspace;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where each system keeps a program's settings. */
public final class ConfigFolder {
    /** System property that overrides the place. */
    public static final String PROPERTY = "ldmstudio.config.dir";

    private ConfigFolder() {}

    public static Path locate() {
        return locate(System::getProperty, System.getenv());
    }

    static Path locate(Function<String, @Nullable String> property, Map<String, String> env) {
        String chosen = property.apply(PROPERTY);
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        String os = text(property.apply("os.name")).toLowerCase(Locale.ROOT);
        Path home = Path.of(text(property.apply("user.home")));
        if (os.contains("win")) {
            String appData = env.get("APPDATA");
            return (appData == null || appData.isBlank()
                            ? home.resolve("AppData").resolve("Roaming")
                            : Path.of(appData))
                    .resolve("LDM Studio");
        }
        if (os.contains("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("LDM Studio");
        }
        String xdg = env.get("XDG_CONFIG_HOME");
        // The specification says that a relative path there is to be ignored.
        return (xdg == null || xdg.isBlank() || !Path.of(xdg).isAbsolute()
                        ? home.resolve(".config")
                        : Path.of(xdg))
                .resolve("ldm-studio");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
