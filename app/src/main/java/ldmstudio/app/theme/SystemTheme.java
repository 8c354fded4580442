package ldmstudio.app.theme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks the desktop whether it is dark. JavaFX 21 cannot tell, so the system's own tool is asked, in
 * the background and with a short limit; a system that does not answer counts as light.
 */
public final class SystemTheme {
    private static final long LIMIT_MILLIS = 1500;

    private SystemTheme() {}

    /** Blocks for at most about a second and a half a command; never on the FX thread. */
    public static boolean isDark() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.contains("win")) {
            return ask(
                            "reg",
                            "query",
                            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                            "/v",
                            "AppsUseLightTheme")
                    .map(SystemTheme::registryIsDark)
                    .orElse(false);
        }
        if (os.contains("mac")) {
            return ask("defaults", "read", "-g", "AppleInterfaceStyle")
                    .map(SystemTheme::mentionsDark)
                    .orElse(false);
        }
        Optional<String> scheme =
                ask("gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
        if (scheme.isPresent() && !scheme.get().contains("default")) {
            return mentionsDark(scheme.get());
        }
        return ask("gsettings", "get", "org.gnome.desktop.interface", "gtk-theme")
                .map(SystemTheme::mentionsDark)
                .orElse(false);
    }

    static boolean registryIsDark(String answer) {
        return answer.contains("0x0");
    }

    static boolean mentionsDark(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("dark");
    }

    private static Optional<String> ask(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command)).start();
            process.getOutputStream().close();
            try {
                // Answers are a line or two, far below the pipe's buffer: wait first, then read.
                if (process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                        && process.exitValue() == 0) {
                    return Optional.of(
                            new String(
                                            process.getInputStream().readAllBytes(),
                                            StandardCharsets.UTF_8)
                                    .strip());
                }
                return Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // The tool is not installed: this desktop has no setting that we know of.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
