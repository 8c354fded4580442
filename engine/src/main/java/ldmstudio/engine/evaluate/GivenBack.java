package ldmstudio.engine.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.data.PixelPlanes;
import ldmstudio.engine.pipeline.LoadedModel;

/**
 * How well a model's autoencoder gives a picture back: what is lost of it before anything is drawn.
 *
 * <p>PSNR of decode(encode(x)) to x, at the model's own size and in 8 bits a colour.
 *
 * @param psnr dB, see {@link Psnr}
 */
public record GivenBack(double psnr) {
    /**
     * The demo model's autoencoder gives drawings of its own kind back at 20.9 to 34.2 dB (60 held
     * out of its data, median 27.6), photographs, which it never saw, at 12.2 to 16.4 dB (41 of
     * vegetables, median 14.2) and cartoon faces at 12.7 to 18.2 dB (40, median 14.9). What is
     * below lies where it has only seen strangers; nobody recognises what comes back.
     */
    private static final double UNRECOGNISABLE = 18;

    /** Near the worst of its own drawings: what comes back is coarse. */
    private static final double COARSE = 22;

    private static final int COLOURS = 3;

    /** Gives a picture back; empty where the model has no autoencoder, so that nothing is lost. */
    public static Optional<GivenBack> of(LoadedModel model, PixelImage picture) {
        return model.roundtrip(picture)
                .map(
                        both -> {
                            Psnr psnr = new Psnr();
                            psnr.add(planes(both.given()), planes(both.back()), 1);
                            return new GivenBack(psnr.mean());
                        });
    }

    private static float[] planes(PixelImage picture) {
        return PixelPlanes.toPlanes(List.of(picture), COLOURS);
    }

    /** Whether a person should know of it before more is made of the picture. */
    public boolean poor() {
        return psnr < COARSE;
    }

    /** What it means, for people. */
    public String words() {
        String at = String.format(Locale.ROOT, "%.0f dB", psnr);
        if (psnr < UNRECOGNISABLE) {
            return "This model's autoencoder does not know such pictures: it gives this one back at "
                    + at
                    + " (22 and more is good), so expect it to be unrecognisable.";
        }
        return poor()
                ? "This model's autoencoder gives this picture back at "
                        + at
                        + " only (22 and more is good): expect small parts to be lost."
                : "This model's autoencoder gives this picture back well, at " + at + ".";
    }
}
