package ldmstudio.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import ldmstudio.engine.config.DataConfig;
import ldmstudio.engine.data.BatchLoader;
import ldmstudio.engine.data.BatchPlan;
import ldmstudio.engine.data.Dataset;
import ldmstudio.engine.data.Datasets;
import ldmstudio.engine.data.Photographs;
import ldmstudio.engine.data.Split;
import ldmstudio.engine.train.MeasuredReading;

/** What can be measured of reading; the peer's names. */
enum Reading {
    DATA_JPEG("data-jpeg", List.of(1, 2), 8),
    DATA_PNG("data-png", List.of(1, 2), 8),

    /** Latents are read so quickly that a run of as few would be over before it is measured. */
    LATENT_READ("latent-read", List.of(1), 128);

    private static final int BATCH = 16;
    private static final int SIDE = 256;
    private static final int PICTURES = 24;
    private static final int LATENTS = 1024;
    private static final int UNCOUNTED = 2;

    private final String word;
    private final List<Integer> workers;
    private final int batches;

    Reading(String word, List<Integer> workers, int batches) {
        this.word = word;
        this.workers = workers;
        this.batches = batches;
    }

    String word() {
        return word;
    }

    /** With how many reading threads, or processes of the peer, it is measured. */
    List<Integer> workers() {
        return workers;
    }

    /** Batches of a timed run. */
    int batches() {
        return batches;
    }

    /** Samples of a timed run. */
    int samples() {
        return batches * BATCH;
    }

    static boolean isWord(String word) {
        return Arrays.stream(values()).anyMatch(reading -> reading.word.equals(word));
    }

    static Reading of(String word) {
        return Arrays.stream(values())
                .filter(reading -> reading.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is read by " + word));
    }

    /** Makes the files; the same ones each time. */
    void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        switch (this) {
            case DATA_JPEG -> Photographs.jpegs(folder, PICTURES, 640, 480);
            case DATA_PNG -> Photographs.pngs(folder, PICTURES, 512, 512);
            case LATENT_READ -> {
                MeasuredReading.writeLatents(folder, LATENTS);
                try (var shards = Files.walk(folder)) {
                    Path shard =
                            shards.filter(path -> path.toString().endsWith(".safetensors"))
                                    .findFirst()
                                    .orElseThrow();
                    Files.createLink(folder.resolve("latents.safetensors"), shard);
                }
            }
        }
    }

    /** Bytes read from the files for a sample; 0: not told. */
    long sampleBytes() {
        return this == LATENT_READ ? MeasuredReading.entryBytes() : 0;
    }

    /** Milliseconds of runs of {@link #samples()}, after two that are not counted. */
    double[] measure(Path folder, int workers, int repeat) throws IOException {
        if (this == LATENT_READ) {
            try (MeasuredReading latents = new MeasuredReading(folder)) {
                return times(repeat, latents::read);
            }
        }
        DataConfig config = new DataConfig.Folder(folder.toString(), "crop", true, 0);
        try (Dataset pictures = Datasets.open(config, SIDE, Split.ALL);
                BatchLoader loader =
                        new BatchLoader(
                                pictures,
                                BatchPlan.training(0, BATCH),
                                SIDE,
                                3,
                                "crop",
                                true,
                                workers,
                                0)) {
            return times(repeat, step -> loader.batch(step).size());
        }
    }

    /** Reads the samples of a step and says how many they are. */
    private interface Steps {
        int read(long step);
    }

    private double[] times(int repeat, Steps steps) {
        double[] times = new double[repeat];
        long step = 0;
        for (int run = -UNCOUNTED; run < repeat; run++) {
            long start = System.nanoTime();
            for (int done = 0; done < samples(); ) {
                done += steps.read(step++);
            }
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        return times;
    }
}
