package ldmstudio.app.screen.training;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import ldmstudio.engine.config.Recipes;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;
import ldmstudio.engine.run.Event;
import ldmstudio.engine.run.RunFolder;

/**
 * Run folders with made-up but plausible numbers, written by the engine's own classes: what the
 * pages would see of real trainings, without training.
 */
public final class TestRuns {
    private static final long START = 1_790_000_000_000L;
    private static final int SIDE = 32;

    private TestRuns() {}

    /** A finished autoencoder run of 10,000 steps whose discriminator starts at 5,000. */
    public static Path autoencoder(Path folder) throws Exception {
        try (RunFolder run = create(folder, stage1Config())) {
            stage1(run, 10_000);
            checkpoint(run, 10_000);
            run.append(new Event.Finished(START + 10_000_000, 10_000, false));
        }
        return folder;
    }

    /** The same, ended by an error at step 6,200 with a checkpoint of 6,000. */
    public static Path failedAutoencoder(Path folder) throws Exception {
        try (RunFolder run = create(folder, stage1Config())) {
            stage1(run, 6_200);
            checkpoint(run, 6_000);
            run.append(
                    new Event.Failed(
                            START + 6_200_000,
                            6_200,
                            "The reconstruction loss became NaN at step 6,200 (batch of pictures"
                                    + " 1,482 to 1,513).",
                            "Halve the learning rate, or switch the discriminator off.",
                            "ldmstudio.engine.train.NotFiniteException: reconstruction_loss is NaN\n"
                                    + "  step 6200, learning rate 1e-3"));
        }
        return folder;
    }

    /** The same, killed without a word at step 4,200. */
    public static Path crashedAutoencoder(Path folder) throws Exception {
        try (RunFolder run = create(folder, stage1Config())) {
            stage1(run, 4_200);
            checkpoint(run, 4_000);
        }
        return folder;
    }

    /** A finished diffusion run of 6,000 steps. */
    public static Path diffusion(Path folder, Path autoencoder) throws Exception {
        return diffusion(folder, autoencoder, "shapes_diffusion");
    }

    /** The same by another recipe. */
    public static Path diffusion(Path folder, Path autoencoder, String recipe) throws Exception {
        RunConfig config =
                RunConfigs.with(
                        Recipes.named(recipe).read(), "autoencoder", autoencoder.toString());
        try (RunFolder run = create(folder, config)) {
            stage2(run, 6_000);
            checkpoint(run, 6_000);
            run.append(new Event.Finished(START + 6_000_000, 6_000, false));
        }
        return folder;
    }

    private static RunConfig stage1Config() {
        return Recipes.named("shapes_autoencoder")
                .read(
                        List.of(
                                "discriminator.start=step",
                                "discriminator.disc_start=5000",
                                "training.max_train_steps=10000"));
    }

    private static RunFolder create(Path folder, RunConfig config) throws Exception {
        return RunFolder.create(folder, RunConfigs.write(config));
    }

    /** A checkpoint with a file that only stands for weights. */
    private static void checkpoint(RunFolder run, long step) throws Exception {
        run.saveCheckpoint(
                step,
                3,
                0,
                folder ->
                        java.nio.file.Files.writeString(
                                folder.resolve("weights.txt"), "weights of step " + step));
    }

    private static void stage1(RunFolder run, long last) throws Exception {
        Random random = new Random(7);
        run.append(
                new Event.Started(
                        START,
                        0,
                        10_000,
                        "autoencoder",
                        "0.1.0",
                        "cpu",
                        "bf16",
                        2,
                        "f00d",
                        20_000,
                        1_834_127,
                        4711));
        run.append(new Event.DiscriminatorChanged(START, 0, "step", 5000, false));
        preview(run, 0);
        for (long step = 10; step <= last; step += 10) {
            long time = START + step * 1000;
            boolean on = step > 5000;
            double t = step / 10_000.0;
            double dip = on ? 0.012 * Math.exp(-(step - 5000) / 900.0) : 0;
            double rec =
                    (0.021 + 0.28 * Math.exp(-t * 14) + dip) * (1 + 0.06 * random.nextGaussian());
            double kl = 38 * (1 - Math.exp(-t * 9)) * (1 + 0.01 * random.nextGaussian());
            Map<String, Double> m = new LinkedHashMap<>();
            m.put("loss", rec + 1e-6 * kl + (on ? 0.01 : 0));
            m.put("reconstruction_loss", rec);
            m.put("kl_loss", kl * 1e-3);
            if (on) {
                double settle = Math.exp(-(step - 5000) / 1200.0);
                m.put("generator_loss", 0.05 + 0.4 * settle + 0.05 * random.nextGaussian());
                m.put("discriminator_loss", 0.92 - 0.3 * settle + 0.04 * random.nextGaussian());
                m.put("logits_real", 0.25 + 0.9 * settle + 0.08 * random.nextGaussian());
                m.put("logits_fake", -0.2 - 1.1 * settle + 0.08 * random.nextGaussian());
                m.put("adaptive_weight", 12 * Math.exp(0.3 * random.nextGaussian()));
            }
            m.put("learning_rate", 1e-3 * 0.5 * (1 + Math.cos(Math.PI * t)));
            m.put("gradient_norm", 0.4 * Math.exp(0.3 * random.nextGaussian()) + dip * 10);
            m.put("steps_per_second", 8.2 + 0.2 * random.nextGaussian());
            m.put("images_per_second", 262 + 6 * random.nextGaussian());
            run.append(new Event.Step(time, step, m));
            if (step == 5000) {
                run.append(new Event.DiscriminatorChanged(time, step, "step", 5000, true));
            }
            if (step % 1000 == 0) {
                double psnr = 31.5 - 17 * Math.exp(-t * 6) - dip * 90 + 0.1 * random.nextGaussian();
                run.append(
                        new Event.Evaluation(
                                time,
                                step,
                                Map.of(
                                        "val_psnr",
                                        psnr,
                                        "val_loss",
                                        rec * 1.08,
                                        "val_reconstruction_loss",
                                        rec * 1.05,
                                        "latent_std",
                                        0.9 + 0.2 * t,
                                        "scaling_factor",
                                        1 / (0.9 + 0.2 * t))));
                preview(run, step);
            }
        }
        if (last > 3000) {
            run.append(new Event.SettingChanged(START, 3000, "learning_rate", "5e-4"));
        }
    }

    static void preview(RunFolder run, long step) throws Exception {
        double blur = 10 * Math.exp(-step / 900.0);
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<String> maps = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            BufferedImage input = shape(i, 0);
            inputs.add(write(run, step, "input", i, input));
            outputs.add(write(run, step, "reconstruction", i, blurred(input, blur, step + i)));
            if (step >= 5000) {
                maps.add(write(run, step, "discriminator", i, map(step + i)));
            }
        }
        run.append(new Event.Preview(START, step, "input", inputs));
        run.append(new Event.Preview(START, step, "reconstruction", outputs));
        if (!maps.isEmpty()) {
            run.append(new Event.Preview(START, step, "discriminator", maps));
        }
    }

    private static void stage2(RunFolder run, long last) throws Exception {
        Random random = new Random(8);
        run.append(
                new Event.Started(
                        START,
                        0,
                        last,
                        "diffusion",
                        "0.1.0",
                        "cpu",
                        "bf16",
                        2,
                        "f00d",
                        20_000,
                        6_100_000,
                        4712));
        for (long step = 10; step <= last; step += 10) {
            long time = START + step * 1000;
            double t = (double) step / last;
            Map<String, Double> m = new LinkedHashMap<>();
            double sum = 0;
            Map<String, Double> buckets = new LinkedHashMap<>();
            for (int b = 0; b < 10; b++) {
                double floor = 0.45 * Math.exp(-b / 2.2) + 0.012;
                double value =
                        (floor + 0.9 * Math.exp(-t * (6 + 3 * b)))
                                * (1 + 0.08 * random.nextGaussian());
                buckets.put("loss_bucket_" + b, value);
                sum += value / 10;
            }
            m.put("loss", sum);
            m.putAll(buckets);
            m.put(
                    "learning_rate",
                    Math.min(1, step / 200.0) * 1e-3 * (1 + Math.cos(Math.PI * t)) / 2);
            m.put("gradient_norm", 0.3 * Math.exp(0.3 * random.nextGaussian()));
            m.put("steps_per_second", 14.1 + 0.3 * random.nextGaussian());
            m.put("images_per_second", 1804 + 20 * random.nextGaussian());
            run.append(new Event.Step(time, step, m));
            if (step % 500 == 0) {
                Map<String, Double> e = new LinkedHashMap<>();
                e.put("val_loss", sum * 1.05);
                buckets.forEach((name, value) -> e.put("val_" + name, value * 1.04));
                run.append(new Event.Evaluation(time, step, e));
                List<String> files = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    double noise = 12 * Math.exp(-step / 900.0);
                    files.add(write(run, step, "sample", i, blurred(shape(i, 3), noise, i)));
                }
                run.append(new Event.Preview(time, step, "sample", files));
            }
        }
    }

    private static BufferedImage shape(int index, int shift) {
        Color[] colors = {
            new Color(0xE0504A), new Color(0x3B82C4), new Color(0x46A758), new Color(0xE5A93B)
        };
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.getHSBColor((index * 0.37f + shift * 0.1f) % 1, 0.12f, 0.94f));
        g.fillRect(0, 0, SIDE, SIDE);
        g.setColor(colors[(index + shift) % colors.length]);
        int x = 4 + index * 5 % 10;
        int y = 4 + index * 7 % 10;
        if (index % 3 == 0) {
            g.fillOval(x, y, 15, 15);
        } else if (index % 3 == 1) {
            g.fillRect(x, y, 14, 14);
        } else {
            g.fillPolygon(new int[] {x, x + 16, x + 8}, new int[] {y + 15, y + 15, y}, 3);
        }
        g.dispose();
        return image;
    }

    private static BufferedImage blurred(BufferedImage from, double amount, long seed) {
        Random random = new Random(seed);
        int radius = (int) Math.round(amount / 3);
        BufferedImage to = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int[] sum = new int[3];
                int n = 0;
                for (int dy = -radius; dy <= radius; dy++) {
                    for (int dx = -radius; dx <= radius; dx++) {
                        Color c =
                                new Color(
                                        from.getRGB(
                                                Math.max(0, Math.min(SIDE - 1, x + dx)),
                                                Math.max(0, Math.min(SIDE - 1, y + dy))));
                        sum[0] += c.getRed();
                        sum[1] += c.getGreen();
                        sum[2] += c.getBlue();
                        n++;
                    }
                }
                int rgb = 0;
                for (int i = 0; i < 3; i++) {
                    int v = (int) (sum[i] / n + random.nextGaussian() * (3 + amount * 2));
                    rgb = rgb << 8 | Math.max(0, Math.min(255, v));
                }
                to.setRGB(x, y, rgb);
            }
        }
        return to;
    }

    private static BufferedImage map(long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 6; x++) {
                int v = 60 + random.nextInt(160);
                image.setRGB(x, y, v << 16 | v << 8 | v);
            }
        }
        return image;
    }

    private static String write(
            RunFolder run, long step, String kind, int index, BufferedImage image)
            throws Exception {
        File file = run.previews(step).resolve(String.format("%s-%02d.png", kind, index)).toFile();
        ImageIO.write(image, "png", file);
        return run.relative(file.toPath());
    }
}
