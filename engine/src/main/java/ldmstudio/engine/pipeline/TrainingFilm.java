package ldmstudio.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.SamplingConfig;
import ldmstudio.engine.data.PictureFile;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.Checkpoint;
import ldmstudio.engine.run.GridImage;
import ldmstudio.engine.run.RunFolder;
import ldmstudio.engine.run.RunFolderException;
import ldmstudio.engine.run.VideoRecipe;
import ldmstudio.engine.video.VideoWriter;
import ldmstudio.engine.video.VideoWriters;

/** How a run got better: a frame for each of its previews, or for each of its checkpoints. */
final class TrainingFilm {
    /** Each state stays on the screen this long, and the last one three times as long. */
    private static final double SECONDS_EACH = 0.5;

    private static final Pattern STEP = Pattern.compile("step-(\\d+)");
    private static final Pattern PREVIEW = Pattern.compile("(.+)-(\\d+)\\.png");

    /** A state of the run: its step, and how its picture comes about. */
    private record State(long step, Source source) {}

    private interface Source {
        PixelImage picture() throws IOException;
    }

    private final FilmConfig film;
    private final Path run;
    private final FilmProgress progress;

    TrainingFilm(FilmConfig film, FilmProgress progress) {
        this.film = film;
        this.run = Path.of(film.model());
        this.progress = progress;
    }

    VideoWriter.Finished write(Path out) throws IOException {
        List<State> states = film.kind().equals("training") ? previews() : checkpoints();
        PixelImage last = states.get(states.size() - 1).source().picture();
        int each = Math.max(1, (int) Math.round(SECONDS_EACH * film.video().fps()));
        int frames = each * (states.size() + 2);
        try (VideoWriter writer =
                VideoWriters.open(out, film.video(), last.width(), last.height(), recipe(states))) {
            int drawn = -1;
            PixelImage picture = last;
            for (int i = 0; i < Math.min(writer.kept(), each * states.size()); i += each) {
                progress.frame(i, frames, writer.frame(i));
            }
            for (int i = writer.kept(); i < frames; i++) {
                int at = Math.min(i / each, states.size() - 1);
                progress.reach("step " + states.get(at).step(), i, 2 * frames);
                if (at != drawn) {
                    picture = at == states.size() - 1 ? last : states.get(at).source().picture();
                    drawn = at;
                }
                PixelImage shown = PictureFile.cover(picture, last.width(), last.height());
                writer.frame(
                        shown,
                        run.toAbsolutePath().getFileName() + ", step " + states.get(at).step());
                if (i % each == 0 && i / each < states.size()) {
                    progress.frame(i, frames, shown);
                }
            }
            return writer.finish(
                    (frame, count) ->
                            progress.at(
                                    "writing the video",
                                    frames + frame * frames / count,
                                    2 * frames));
        }
    }

    /** With the steps that are shown: a film that goes on must not mix those of two days. */
    private VideoRecipe recipe(List<State> states) {
        return VideoRecipe.of(
                "training film",
                film.sampling().promptList(),
                film.model(),
                states.get(states.size() - 1).step(),
                "",
                Films.settings(film)
                        + "# steps "
                        + states.stream()
                                .map(state -> Long.toString(state.step()))
                                .collect(Collectors.joining(", "))
                        + "\n");
    }

    /** The pictures that the run drew while it trained. */
    private List<State> previews() throws IOException {
        Path folder;
        try (RunFolder opened = RunFolder.open(run)) {
            folder = opened.path().resolve(RunFolder.PREVIEWS);
        }
        List<State> states = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> steps = Files.list(folder)) {
                for (Path step : steps.sorted().toList()) {
                    Matcher name = STEP.matcher(String.valueOf(step.getFileName()));
                    if (name.matches() && !pictures(step).isEmpty()) {
                        states.add(new State(Long.parseLong(name.group(1)), () -> preview(step)));
                    }
                }
            }
        }
        if (states.isEmpty()) {
            throw new RunFolderException(
                    "the run " + run + " has no previews yet",
                    "Train it past its first evaluation, or press 'sample now'.");
        }
        return states;
    }

    /** Pictures of a preview by the word before their number. */
    private static Map<String, List<Path>> pictures(Path step) throws IOException {
        Map<String, List<Path>> groups = new TreeMap<>();
        try (Stream<Path> files = Files.list(step)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = PREVIEW.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    groups.computeIfAbsent(name.group(1), word -> new ArrayList<>()).add(file);
                }
            }
        }
        return groups;
    }

    /** Samples as a square; where there are pairs, such as inputs and reconstructions, rows. */
    private PixelImage preview(Path step) throws IOException {
        Map<String, List<Path>> groups = pictures(step);
        List<PixelImage> tiles = new ArrayList<>();
        int each = 0;
        for (List<Path> group : groups.values()) {
            each = Math.min(group.size(), film.sampling().count());
            for (Path file : group.subList(0, each)) {
                tiles.add(PictureFile.read(file));
            }
        }
        return GridImage.of(tiles, groups.size() > 1 ? each : (int) Math.ceil(Math.sqrt(each)), 2);
    }

    /** The same noise through the weights of every checkpoint. */
    private List<State> checkpoints() throws IOException {
        List<State> states = new ArrayList<>();
        try (RunFolder opened = RunFolder.open(run)) {
            for (Checkpoint checkpoint : opened.checkpoints()) {
                states.add(new State(checkpoint.step(), () -> drawn(checkpoint.path())));
            }
        }
        if (states.isEmpty()) {
            throw new RunFolderException(
                    "the run " + run + " has no checkpoint yet",
                    "Train it further, or press 'checkpoint now'.");
        }
        return states;
    }

    private PixelImage drawn(Path checkpoint) throws IOException {
        try (LoadedModel model = LoadedModel.load(checkpoint, MachineConfig.defaults())) {
            SamplingConfig how = film.sampling();
            return GridImage.of(
                    model.sample(Films.plan(model, film, how.count()), PipelineListener.NONE));
        }
    }
}
