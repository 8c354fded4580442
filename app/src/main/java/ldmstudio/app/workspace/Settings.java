package ldmstudio.app.workspace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ldmstudio.app.theme.ThemeChoice;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the window remembers between sessions.
 *
 * @param theme light, dark or like the system
 * @param workspace the folder that holds runs, latents and datasets; empty: not chosen yet
 * @param recentWorkspaces newest first
 * @param window size and place of the window; null before the first close
 * @param lastScreen id of the screen that was visible
 * @param threads threads of a worker; 0: as many as the machine has cores
 * @param values small things that screens remember under a key of their own: divider positions, the
 *     last folder of a dialog
 */
public record Settings(
        ThemeChoice theme,
        String workspace,
        List<String> recentWorkspaces,
        @Nullable WindowPlace window,
        String lastScreen,
        int threads,
        Map<String, String> values) {
    /** How many workspaces are remembered. */
    public static final int RECENT = 8;

    /** Where the window was; in pixels of the screen. */
    public record WindowPlace(double x, double y, double width, double height, boolean maximized) {}

    public Settings {
        theme = theme == null ? ThemeChoice.SYSTEM : theme;
        workspace = workspace == null ? "" : workspace;
        recentWorkspaces = recentWorkspaces == null ? List.of() : List.copyOf(recentWorkspaces);
        lastScreen = lastScreen == null ? "" : lastScreen;
        threads = Math.max(0, threads);
        values = values == null ? Map.of() : Map.copyOf(values);
    }

    public static Settings defaults() {
        return new Settings(ThemeChoice.SYSTEM, "", List.of(), null, "", 0, Map.of());
    }

    public Settings withTheme(ThemeChoice choice) {
        return new Settings(
                choice, workspace, recentWorkspaces, window, lastScreen, threads, values);
    }

    /** Makes {@code folder} the workspace and puts it first among the recent ones. */
    public Settings withWorkspace(String folder) {
        List<String> recent = new ArrayList<>(recentWorkspaces);
        recent.remove(folder);
        recent.add(0, folder);
        List<String> kept = recent.subList(0, Math.min(RECENT, recent.size()));
        return new Settings(theme, folder, kept, window, lastScreen, threads, values);
    }

    public Settings withWindow(WindowPlace place) {
        return new Settings(theme, workspace, recentWorkspaces, place, lastScreen, threads, values);
    }

    public Settings withLastScreen(String id) {
        return new Settings(theme, workspace, recentWorkspaces, window, id, threads, values);
    }

    public Settings withThreads(int count) {
        return new Settings(theme, workspace, recentWorkspaces, window, lastScreen, count, values);
    }

    public Settings withValue(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new Settings(
                theme, workspace, recentWorkspaces, window, lastScreen, threads, changed);
    }
}
