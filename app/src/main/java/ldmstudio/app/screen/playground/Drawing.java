package ldmstudio.app.screen.playground;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import ldmstudio.engine.worker.SampleSettings;

/**
 * One entry of the queue, with settings of its own: nothing that is set later changes it.
 *
 * @param id of this entry, never used again
 * @param model run, checkpoint, folder or file that is drawn with, unless a part names its own
 * @param modelName as people know it
 * @param classes names of the model's classes, for captions
 * @param parts drawn one after the other; one, unless a script made several of it
 * @param script what the script that made the parts needs to put its sheet together; empty: none
 */
public record Drawing(
        String id,
        String model,
        String modelName,
        List<String> classes,
        List<SampleSettings> parts,
        Map<String, String> script) {
    public Drawing {
        classes = List.copyOf(classes);
        parts = List.copyOf(parts);
        script = Map.copyOf(script);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a drawing has at least one part");
        }
    }

    /** A new entry of one part. */
    public static Drawing of(
            Path model, String modelName, List<String> classes, SampleSettings settings) {
        return new Drawing(
                UUID.randomUUID().toString(),
                model.toString(),
                modelName,
                classes,
                List.of(settings),
                Map.of());
    }

    /**
     * The same entry in several parts, each with an {@code outDir} of its own below {@link
     * #folder}.
     */
    public Drawing withParts(List<SampleSettings> several, Map<String, String> byScript) {
        return new Drawing(id, model, modelName, classes, several, byScript);
    }

    /** The same with another model, for what its own model cannot draw any more. */
    public Drawing withModel(Path other, String otherName) {
        return new Drawing(id, other.toString(), otherName, classes, parts, script);
    }

    /**
     * The same when its model turns out to have classes that were unknown when it was queued: parts
     * that name none draw every class in turn.
     */
    Drawing knowing(List<String> names) {
        if (!classes.isEmpty() || names.isEmpty()) {
            return this;
        }
        List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
        List<SampleSettings> told = new ArrayList<>();
        for (SampleSettings part : parts) {
            told.add(
                    part.classLabels().isEmpty()
                            ? new SampleSettings(
                                    all,
                                    part.prompts(),
                                    part.how(),
                                    part.previewEvery(),
                                    part.outDir(),
                                    part.from(),
                                    part.model())
                            : part);
        }
        return new Drawing(id, model, modelName, names, told, script);
    }

    /** The first part: what a person set. */
    public SampleSettings settings() {
        return parts.get(0);
    }

    /** Number of a part's first picture among those of all parts. */
    int slot(int part) {
        return parts.subList(0, part).stream().mapToInt(p -> p.how().count()).sum();
    }

    /** Pictures of all parts. */
    public int count() {
        return parts.stream().mapToInt(part -> part.how().count()).sum();
    }

    /** Where the pictures lie: the first part's folder, or what all parts' folders lie in. */
    public Path folder() {
        Path first = Path.of(settings().outDir());
        Path parent = first.getParent();
        return parts.size() == 1 || parent == null ? first : parent;
    }
}
