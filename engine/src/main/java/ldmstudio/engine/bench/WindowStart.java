package ldmstudio.engine.bench;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the studio's window can be started here: which jars, and on what it can paint.
 *
 * @param command starts it, to leave when the first picture is out
 * @param setting in a few words
 * @param missing what is not there, empty when the window can be started
 */
record WindowStart(List<String> command, String setting, String missing) {
    static final WindowStart NONE = new WindowStart(List.of(), "", "");

    private static final String WINDOW = "ldmstudio.app.Launcher";
    private static final String HEADLESS = "com.sun.glass.ui.monocle.MonoclePlatformFactory";
    private static final String APP_JAR = "ldm-app.jar";

    WindowStart {
        command = List.copyOf(command);
    }

    /**
     * Looks on this program's class path, in the project's build, and beside {@code ldm-studio}.
     */
    static WindowStart find() throws IOException {
        String classPath = System.getProperty("java.class.path", "");
        if (isHere(WINDOW)) {
            return on(classPath, isHere(HEADLESS), System.getenv());
        }
        for (Path jars : folders(program(), System.getenv().getOrDefault("PATH", ""))) {
            if (Files.isRegularFile(jars.resolve(APP_JAR))) {
                try (Stream<Path> files = Files.list(jars)) {
                    boolean monocle =
                            files.anyMatch(
                                    file -> file.getFileName().toString().contains("monocle"));
                    return on(jars + File.separator + "*", monocle, System.getenv());
                }
            }
        }
        return new WindowStart(
                List.of(),
                "",
                "the window is not installed: run `ldm-studio bench start`, or put ldm-studio on the"
                        + " PATH");
    }

    private static boolean isHere(String name) {
        String resource = name.replace('.', '/') + ".class";
        return WindowStart.class.getClassLoader().getResource(resource) != null;
    }

    private static Path program() {
        try {
            var source = WindowStart.class.getProtectionDomain().getCodeSource();
            return source == null ? Path.of("") : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return Path.of("");
        }
    }

    /** Where the window's jars may lie. */
    static List<Path> folders(Path program, String path) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path up = program.toAbsolutePath(); up != null; up = up.getParent()) {
            folders.add(up.resolve("app/target/ldm-studio/lib"));
        }
        for (String entry : path.split(File.pathSeparator)) {
            Path script = Path.of(entry).resolve("ldm-studio");
            if (!entry.isBlank() && Files.isExecutable(script)) {
                Path jars = script.toRealPath().resolve("../../lib").normalize();
                folders.add(jars);
                folders.add(jars.resolve("app"));
            }
        }
        return folders;
    }

    /** On the display that is there, else on none by Monocle, else on one that Xvfb makes. */
    static WindowStart on(String classPath, boolean monocle, Map<String, String> variables) {
        return on(
                classPath,
                monocle,
                variables,
                System.getProperty("os.name", ""),
                Files::isExecutable);
    }

    static WindowStart on(
            String classPath,
            boolean monocle,
            Map<String, String> variables,
            String system,
            Predicate<Path> executable) {
        List<String> command = new ArrayList<>();
        List<String> options =
                new ArrayList<>(List.of("-Dldmstudio.probe=true", "-Dldmstudio.probe.leave=true"));
        boolean display =
                !system.contains("Linux") || !variables.getOrDefault("DISPLAY", "").isBlank();
        String setting = "display";
        if (!display && monocle) {
            setting = "no display, painted into memory by Monocle";
            options.addAll(
                    List.of(
                            "-Dglass.platform=Monocle",
                            "-Dmonocle.platform=Headless",
                            "-Dprism.order=sw"));
        } else if (!display) {
            setting = "display of Xvfb";
            Path xvfb = onPath("xvfb-run", variables.getOrDefault("PATH", ""), executable);
            if (xvfb == null) {
                return new WindowStart(
                        List.of(),
                        "",
                        "there is no display: set DISPLAY, or install xvfb-run (Debian: xvfb)");
            }
            command.addAll(List.of(xvfb.toString(), "-a"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ChildProcess.classArchive("window"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, WINDOW));
        return new WindowStart(command, setting, "");
    }

    private static @Nullable Path onPath(String name, String path, Predicate<Path> executable) {
        for (String entry : path.split(File.pathSeparator)) {
            Path program = Path.of(entry).resolve(name);
            if (executable.test(program)) {
                return program;
            }
        }
        return null;
    }
}
