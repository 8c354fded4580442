package ldmstudio.app;

import javafx.application.Application;

/**
 * Where {@code ldm-studio} begins: the window, or with arguments the same job without one. Not an
 * {@link Application} itself, since Java would then insist on JavaFX as modules before a word could
 * be said about what is missing.
 */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) {
        if (args.length > 0) {
            System.exit(WithoutWindow.run(args));
        }
        var problem = DisplayCheck.beforeStart();
        if (problem.isPresent()) {
            fail(problem.get());
        }
        try {
            Application.launch(StudioApp.class, args);
        } catch (Throwable e) {
            // Errors too: a missing native library is an UnsatisfiedLinkError.
            fail(DisplayCheck.explain(e));
        }
    }

    private static void fail(String words) {
        System.err.println(words);
        System.exit(1);
    }
}
