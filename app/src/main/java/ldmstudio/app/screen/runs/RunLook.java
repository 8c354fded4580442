package ldmstudio.app.screen.runs;

import java.util.Locale;
import ldmstudio.app.AppContext;
import ldmstudio.app.jobs.Stage;
import ldmstudio.app.shell.OpenRequest;
import ldmstudio.app.text.Readable;
import ldmstudio.engine.run.Metrics;
import ldmstudio.engine.run.RunState;
import ldmstudio.engine.run.RunStatus;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** How a run is shown in lists: icon and word for its state, its numbers, its screen. */
public final class RunLook {
    private RunLook() {}

    public static FontIcon icon(RunState state) {
        Ikon ikon =
                switch (state) {
                    case CREATED -> MaterialDesignF.FOLDER_OUTLINE;
                    case RUNNING -> MaterialDesignP.PLAY_CIRCLE_OUTLINE;
                    case PAUSED -> MaterialDesignP.PAUSE_CIRCLE_OUTLINE;
                    case FINISHED -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
                    case STOPPED -> MaterialDesignS.STOP_CIRCLE_OUTLINE;
                    case FAILED, CRASHED -> MaterialDesignA.ALERT_CIRCLE_OUTLINE;
                };
        FontIcon icon = new FontIcon(ikon);
        icon.getStyleClass().add("state-" + state.word());
        return icon;
    }

    /** {@code Finished}. */
    public static String word(RunState state) {
        String word = state.word();
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    public static String stageName(String stage) {
        return Stage.words(stage);
    }

    /** The numbers that say most: {@code PSNR 27.31 dB · loss 0.0123}. */
    public static String numbers(RunStatus run) {
        StringBuilder text = new StringBuilder();
        if (!Double.isNaN(run.bestPsnr())) {
            text.append(String.format(Locale.ROOT, "PSNR %.2f dB", run.bestPsnr()));
        }
        Double validation = run.evaluation().get(Metrics.VAL_LOSS);
        if (validation != null && !run.stage().equals("autoencoder")) {
            text.append("validation ").append(Readable.number(validation));
        }
        Double loss = run.metrics().get(Metrics.LOSS);
        if (loss != null) {
            text.append(text.isEmpty() ? "" : " · ").append("loss ").append(Readable.number(loss));
        }
        return text.toString();
    }

    /** Whether it can go on from a checkpoint. */
    public static boolean isResumable(RunStatus run) {
        return run.checkpointStep() >= 0
                && (run.state() == RunState.STOPPED
                        || run.state() == RunState.FAILED
                        || run.state() == RunState.CRASHED);
    }

    /** Shows the run on the screen of its stage. */
    public static void open(AppContext context, RunStatus run) {
        context.navigator().show(Stage.screen(run.stage()), new OpenRequest.Run(run.folder()));
    }
}
