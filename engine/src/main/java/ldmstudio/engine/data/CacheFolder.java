package ldmstudio.engine.data;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where files lie that can be made again: the cache folder that the system gives a user. */
public final class CacheFolder {
    /** A system property that names another folder. */
    static final String PROPERTY = "ldmstudio.cache";

    private CacheFolder() {}

    /** A folder or file by its name in the cache; not made. */
    public static Path resolve(String name) {
        String chosen = System.getProperty(PROPERTY);
        return (chosen == null || chosen.isBlank() ? ofSystem() : Path.of(chosen)).resolve(name);
    }

    private static Path ofSystem() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        if (system.startsWith("windows")) {
            return of(System.getenv("LOCALAPPDATA"), home.resolve("AppData/Local"), "LDM Studio");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Caches/LDM Studio");
        }
        return of(System.getenv("XDG_CACHE_HOME"), home.resolve(".cache"), "ldm-studio");
    }

    private static Path of(@Nullable String variable, Path otherwise, String name) {
        boolean set = variable != null && Path.of(variable).isAbsolute();
        return (set ? Path.of(variable) : otherwise).resolve(name);
    }
}
