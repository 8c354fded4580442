package ldmstudio.app.jobs;

/** What the window calls the kinds of trainings, and which of its screens shows them. */
public final class Stage {
    private Stage() {}

    /** The kind in words. */
    public static String words(String stage) {
        return switch (stage) {
            case "autoencoder" -> "Autoencoder";
            case "diffusion" -> "Diffusion";
            case "text_encoder" -> "Text encoder";
            default -> "Not started";
        };
    }

    /** Id of the screen that shows runs of a kind; the list of runs where there is no other. */
    public static String screen(String stage) {
        return switch (stage) {
            case "diffusion" -> "diffusion";
            case "text_encoder" -> "runs";
            default -> "autoencoder";
        };
    }
}
