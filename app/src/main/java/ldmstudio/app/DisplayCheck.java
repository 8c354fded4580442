package ldmstudio.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in words why the window cannot open, and what works without it. */
final class DisplayCheck {
    /** Library → Debian package, as JavaFX needs them for a real window on Linux. */
    private static final Map<String, String> LIBRARIES =
            Map.of(
                    "libgtk-3.so.0", "libgtk-3-0",
                    "libXtst.so.6", "libxtst6",
                    "libGL.so.1", "libgl1",
                    "libXxf86vm.so.1", "libxxf86vm1",
                    "libpango-1.0.so.0", "libpango-1.0-0",
                    "libfreetype.so.6", "libfreetype6",
                    "libfontconfig.so.1", "libfontconfig1");

    private static final Pattern LIBRARY = Pattern.compile("(lib[A-Za-z0-9_+.-]+\\.so[0-9.]*)");

    private static final String WITHOUT_WINDOW =
            "\nEverything also works without a window: try `ldm quickstart` or `ldm --help`.";

    private DisplayCheck() {}

    /** What can be known before JavaFX starts; empty: go on. */
    static Optional<String> beforeStart() {
        return beforeStart(
                System.getProperty("os.name", ""),
                System.getenv(),
                System.getProperty("glass.platform", ""));
    }

    static Optional<String> beforeStart(
            String osName, Map<String, String> env, String glassPlatform) {
        boolean linux = osName.toLowerCase(Locale.ROOT).contains("linux");
        if (!linux || !glassPlatform.isEmpty() || !env.getOrDefault("DISPLAY", "").isBlank()) {
            return Optional.empty();
        }
        String reason =
                env.getOrDefault("WAYLAND_DISPLAY", "").isBlank()
                        ? "there is no display (DISPLAY is not set)"
                        : "this Wayland session has no X server (install Xwayland)";
        return Optional.of("The studio's window cannot open: " + reason + "." + WITHOUT_WINDOW);
    }

    /** What JavaFX's failure means. */
    static String explain(Throwable thrown) {
        List<String> missing = missingLibraries();
        if (!missing.isEmpty()) {
            return missingText(missing);
        }
        StringBuilder all = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? "" : t.getMessage();
            Matcher library = LIBRARY.matcher(message);
            if (t instanceof UnsatisfiedLinkError && library.find()) {
                return missingText(List.of(library.group(1)));
            }
            if (message.contains("DISPLAY")) {
                return "The studio's window cannot open: the display "
                        + System.getenv().getOrDefault("DISPLAY", "")
                        + " does not answer."
                        + WITHOUT_WINDOW;
            }
            all.append(all.isEmpty() ? "" : "\n  because of ").append(t);
        }
        return "The studio's window could not be opened:\n  " + all + WITHOUT_WINDOW;
    }

    static String missingText(List<String> missing) {
        StringBuilder text =
                new StringBuilder("The studio's window cannot open: the system lacks ");
        text.append(String.join(", ", missing)).append('.');
        List<String> packages =
                missing.stream().filter(LIBRARIES::containsKey).map(LIBRARIES::get).toList();
        if (!packages.isEmpty()) {
            text.append("\nOn Debian or Ubuntu: sudo apt install ")
                    .append(String.join(" ", packages));
        }
        return text.append(WITHOUT_WINDOW).toString();
    }

    private static List<String> missingLibraries() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return List.of();
        }
        for (String tool : List.of("ldconfig", "/sbin/ldconfig")) {
            try {
                Process process = new ProcessBuilder(tool, "-p").redirectErrorStream(true).start();
                process.getOutputStream().close();
                String known =
                        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return LIBRARIES.keySet().stream()
                            .filter(name -> !known.contains(name))
                            .sorted()
                            .toList();
                }
            } catch (IOException e) {
                // Not there under this name; the exception's own text must then do.
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        return List.of();
    }
}
