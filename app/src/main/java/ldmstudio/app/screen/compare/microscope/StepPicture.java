package ldmstudio.app.screen.compare.microscope;

import java.util.Locale;
import javafx.scene.image.Image;
import ldmstudio.app.control.Pictures;
import ldmstudio.engine.worker.Reply;

/**
 * One state of a way, ready to be shown; the numbers are those of {@link Reply.StepPictures}.
 *
 * @param latents x_t as colours
 * @param noisy x_t decoded
 * @param predicted x̂0 decoded
 */
record StepPicture(
        int step,
        int total,
        double timestep,
        double signal,
        double noise,
        Image latents,
        Image noisy,
        Image predicted,
        double distance,
        double predictedDistance) {
    /** What colours of latents mean. */
    static final String COLOURS =
            "x_t as colours, -3 to 3 from dark to light. Up to three channels are red, green and"
                    + " blue as they are; more are mixed along the three directions in which the"
                    + " first believed picture varies most (principal components), the same for"
                    + " all steps and both ways.";

    /** Which of its pictures is looked at. */
    enum Kind {
        LATENTS("Latents"),
        NOISY("Noisy state"),
        PREDICTED("Believed picture");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static StepPicture of(Reply.StepPictures reply) {
        return new StepPicture(
                reply.step(),
                reply.total(),
                reply.timestep(),
                reply.signal(),
                reply.noise(),
                Pictures.fromBase64(reply.latents()),
                Pictures.fromBase64(reply.noisy()),
                Pictures.fromBase64(reply.predicted()),
                reply.distance(),
                reply.predictedDistance());
    }

    Image picture(Kind kind) {
        return switch (kind) {
            case LATENTS -> latents;
            case NOISY -> noisy;
            case PREDICTED -> predicted;
        };
    }

    boolean last() {
        return step == total;
    }

    /** Its place in short: the timestep, or that it is the result. */
    String timestepWords() {
        return last()
                ? "result"
                : timestep >= 10
                        ? String.format(Locale.ROOT, "t %.0f", timestep)
                        : String.format(Locale.ROOT, "t %.2f", timestep);
    }

    /** Step, timestep and noise level in words. */
    String words() {
        if (last()) {
            return "after all " + total + " steps: the result";
        }
        String sigma =
                signal > 1e-6
                        ? String.format(Locale.ROOT, "   (σ = %.3f)", noise / signal)
                        : "   (pure noise)";
        return String.format(
                        Locale.ROOT,
                        "after %d of %d steps  ·  timestep %s  ·  x_t = %.3f · x0 + %.3f · noise",
                        step,
                        total,
                        timestepWords().substring(2),
                        signal,
                        noise)
                + sigma;
    }
}
