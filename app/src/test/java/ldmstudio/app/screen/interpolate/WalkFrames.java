package ldmstudio.app.screen.interpolate;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import ldmstudio.app.testing.FakeWorker;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.worker.Request;

/** A worker that paints frames in place of a model: a shape that wanders and changes its colour. */
final class WalkFrames {
    static final List<String> CLASSES = List.of();

    private WalkFrames() {}

    /** Answers loading and frames at once. */
    static FakeWorker worker() {
        FakeWorker worker = new FakeWorker();
        worker.always(
                Request.Load.class,
                request ->
                        Map.of(
                                "classes",
                                CLASSES,
                                "text",
                                true,
                                "samplers",
                                List.of("ddim", "dpmpp_2m", "euler"),
                                "sampling",
                                Map.of(
                                        "sampler",
                                        "ddim",
                                        "steps",
                                        20,
                                        "guidance_scale",
                                        3.0,
                                        "prompts",
                                        "a small red circle | a large blue square")));
        worker.always(Request.Frame.class, request -> answer((Request.Frame) request));
        return worker;
    }

    static Map<String, Object> answer(Request.Frame frame) {
        return Map.of(
                "png",
                png(frame.at(), frame.atY(), frame.steps()),
                "at",
                frame.at(),
                "milliseconds",
                frame.steps() == 0 ? 640.0 : 70.0);
    }

    static String png(double at, double atY, int steps) {
        try {
            return Base64.getEncoder()
                    .encodeToString(PngFiles.encode(picture(at, atY, steps), Map.of()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static PixelImage picture(double at, double atY, int steps) {
        int side = 64;
        int[] argb = new int[side * side];
        double x0 = 18 + 28 * at;
        double y0 = 40 - 16 * at + 10 * atY;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double round = Math.hypot(x - x0, y - y0);
                double square = Math.max(Math.abs(x - x0), Math.abs(y - y0));
                double edge = (1 - at) * round + at * square;
                double cover = Math.max(0, Math.min(1, (9 + 8 * at - edge) / (steps == 0 ? 1 : 8)));
                int r = mix(0xEE - y, 0xD0 - (int) (0x90 * at), cover);
                int g = mix(0xEA - y, 0x50 + (int) (0x30 * at), cover);
                int b = mix(0xDD, 0x40 + (int) (0x80 * at), cover);
                argb[y * side + x] = 0xFF000000 | r << 16 | g << 8 | b;
            }
        }
        return new PixelImage(side, side, argb);
    }

    private static int mix(int a, int b, double share) {
        return (int) Math.max(0, Math.min(255, a + (b - a) * share));
    }
}
