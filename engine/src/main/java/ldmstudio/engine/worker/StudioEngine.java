package ldmstudio.engine.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import ldmstudio.engine.checkpoint.Inspection;
import ldmstudio.engine.config.FilmConfig;
import ldmstudio.engine.config.MachineConfig;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.pipeline.FilmProgress;
import ldmstudio.engine.pipeline.Films;
import ldmstudio.engine.pipeline.LoadedModel;
import ldmstudio.engine.pipeline.ModelFootprint;
import ldmstudio.engine.pipeline.ModelInspection;
import ldmstudio.engine.pipeline.ModelPlace;
import ldmstudio.engine.run.PngFiles;
import ldmstudio.engine.tensor.Devices;
import ldmstudio.engine.train.MachineMemory;
import ldmstudio.engine.train.TrainingLoop;
import ldmstudio.engine.train.TrainingObserver;
import ldmstudio.engine.train.Trainings;
import ldmstudio.engine.video.VideoFrames;
import ldmstudio.engine.video.VideoProbe;

/** The engine behind a front door: trainings and models of this process. */
public final class StudioEngine implements EngineService {
    /** Of the machine's memory: the rest is for drawing, for a training and for other programs. */
    private static final double MODEL_SHARE = 0.4;

    /** Where a system does not tell: what a small machine of today has. */
    private static final double UNKNOWN_MACHINE_MIB = 8 * 1024;

    private volatile LongSupplier trainingArrays = () -> 0;
    private final Set<LoadedModel> models = ConcurrentHashMap.newKeySet();

    @Override
    public TrainingHandle train(RunConfig config, Path runDir) throws Exception {
        return new Handle(Trainings.start(config, runDir));
    }

    @Override
    public TrainingHandle resume(Path runDir) throws Exception {
        return new Handle(Trainings.resume(runDir));
    }

    @Override
    public SampleModel load(Path model) throws Exception {
        LoadedModel loaded = LoadedModel.load(model, MachineConfig.defaults());
        models.add(loaded);
        return new StudioSampleModel(loaded, () -> models.remove(loaded));
    }

    @Override
    public Path place(Path model) throws Exception {
        Path place = Files.isRegularFile(model) ? model : ModelPlace.checkpoint(model);
        return place.toRealPath();
    }

    @Override
    public long estimatedBytes(Path place) throws Exception {
        return ModelFootprint.bytes(place);
    }

    @Override
    public long modelMemory() {
        double total = MachineMemory.totalMib();
        double mib = Double.isNaN(total) ? UNKNOWN_MACHINE_MIB : total;
        return (long) (mib * MODEL_SHARE * 1024 * 1024);
    }

    @Override
    public Inspection inspect(Path path, boolean hash) throws Exception {
        return ModelInspection.inspect(path, hash);
    }

    @Override
    public Map<String, Object> trainingFilm(FilmConfig film, Path out, FilmProgress progress)
            throws Exception {
        return FilmJob.answer(Films.training(film, out, progress));
    }

    @Override
    public Map<String, Object> unpack(Path video, Path folder) throws Exception {
        Files.createDirectories(folder);
        VideoProbe probe = VideoProbe.of(video);
        int frames =
                VideoFrames.read(
                        video,
                        (picture, index) -> {
                            PngFiles.write(
                                    picture,
                                    Map.of(),
                                    folder.resolve(String.format("frame-%05d.png", index)));
                            return true;
                        });
        return Map.of(
                "frames",
                frames,
                "seconds",
                probe.seconds(),
                "width",
                probe.width(),
                "height",
                probe.height());
    }

    @Override
    public String deviceReport() {
        return Devices.report();
    }

    @Override
    public long liveArrays() {
        long ofModels = models.stream().mapToLong(model -> model.ops().liveArrays()).sum();
        return trainingArrays.getAsLong() + ofModels;
    }

    /** A training loop as the worker sees it. */
    private final class Handle implements TrainingHandle {
        private final Trainings.Ready ready;

        Handle(Trainings.Ready ready) {
            this.ready = ready;
            trainingArrays = ready.loop()::liveArrays;
        }

        @Override
        public End run(TrainingListener listener) throws Exception {
            TrainingLoop.End end = ready.run(new Relay(listener));
            return new End(end.step(), end.stopped());
        }

        @Override
        public void pause() {
            ready.loop().control().pause();
        }

        @Override
        public void proceed() {
            ready.loop().control().proceed();
        }

        @Override
        public void stop(boolean save) {
            ready.loop().control().stop(save);
        }

        @Override
        public void checkpointNow() {
            ready.loop().control().checkpointNow();
        }

        @Override
        public void sampleNow() {
            ready.loop().control().sampleNow();
        }

        @Override
        public void set(String key, String value) throws RefusedException {
            try {
                ready.loop().control().set(key, value);
            } catch (IllegalArgumentException e) {
                throw new RefusedException(String.valueOf(e.getMessage()), "");
            }
        }

        @Override
        public void close() {
            trainingArrays = () -> 0;
            try {
                ready.close();
            } catch (ldmstudio.engine.run.RunFolderException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /** Passes on what a training says. */
    private record Relay(TrainingListener listener) implements TrainingObserver {
        @Override
        public void preparing(String text, double fraction) {
            listener.preparing(text, fraction);
        }

        @Override
        public void step(long step, long totalSteps, double stepsPerSecond) {
            listener.step(step, totalSteps, stepsPerSecond);
        }

        @Override
        public void busy(String text) {
            listener.busy(text);
        }

        @Override
        public void paused(long step) {
            listener.paused(step);
        }

        @Override
        public void resumed(long step) {
            listener.resumed(step);
        }
    }
}
