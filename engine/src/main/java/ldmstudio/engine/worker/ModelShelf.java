package ldmstudio.engine.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models in memory, each by the place of its weights; the least recently used leaves when they
 * would take more than their share of the memory. All but {@link #reader} on the sampling thread.
 */
final class ModelShelf {
    private final EngineService engine;

    /** In the order of their last use. */
    private final Map<Path, SampleModel> models = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable Path loaded;

    /** The loaded one, for texts that are read on other threads. */
    private volatile @Nullable SampleModel reader;

    ModelShelf(EngineService engine) {
        this.engine = engine;
    }

    /** Makes a model "the loaded one", from memory or from disk. */
    SampleModel load(Path path) throws Exception {
        Path place = engine.place(path);
        SampleModel model = at(place, path);
        loaded = place;
        reader = model;
        return model;
    }

    /**
     * A model by its path, loaded if need be.
     *
     * @param path empty: the loaded one
     * @throws RefusedException when the path is empty and none was loaded
     */
    SampleModel model(String path) throws Exception {
        if (!path.isBlank()) {
            Path given = Path.of(path);
            return at(engine.place(given), given);
        }
        if (loaded == null) {
            throw new RefusedException("no model is loaded", "Load a run or a checkpoint first.");
        }
        // It may have left for others in the meantime.
        return at(loaded, loaded);
    }

    /** The loaded model, only to read texts with. */
    SampleModel reader() throws RefusedException {
        SampleModel model = reader;
        if (model == null) {
            throw new RefusedException("no model is loaded", "Load a run or a checkpoint first.");
        }
        return model;
    }

    private SampleModel at(Path place, Path given) throws Exception {
        SampleModel kept = models.get(place);
        if (kept != null) {
            return kept;
        }
        // Before it comes: what is there and what comes may not fit into memory together.
        makeRoom(engine.estimatedBytes(place), null);
        SampleModel model = engine.load(given);
        models.put(place, model);
        makeRoom(0, place);
        return model;
    }

    /** Lets the least recently used go until so much more is within the share. */
    private void makeRoom(long more, @Nullable Path staying) {
        long share = engine.modelMemory();
        List<Path> oldestFirst = new ArrayList<>(models.keySet());
        for (Path place : oldestFirst) {
            if (bytes() + more <= share) {
                return;
            }
            if (!place.equals(staying)) {
                SampleModel leaving = models.remove(place);
                if (leaving != null) {
                    leaving.close();
                }
            }
        }
    }

    private long bytes() {
        return models.values().stream().mapToLong(SampleModel::bytes).sum();
    }

    /** Frees all. */
    void close() {
        models.values().forEach(SampleModel::close);
        models.clear();
        loaded = null;
        reader = null;
    }
}
