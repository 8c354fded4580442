package ldmstudio.app.screen.datasets;

import java.nio.file.Path;
import java.util.List;

/**
 * One entry of the workspace's list.
 *
 * @param name what people call it
 * @param kind how it is read
 * @param path its folder; empty for the built-in ones
 */
public record SavedDataset(String name, DatasetKind kind, String path) {
    static final SavedDataset SHAPES = new SavedDataset("Shapes", DatasetKind.SHAPES, "");
    static final SavedDataset SCENES = new SavedDataset("Scenes", DatasetKind.SCENES, "");

    /** Always there. */
    static final List<SavedDataset> BUILT_IN = List.of(SHAPES, SCENES);

    /** A folder's entry, named like the folder. */
    static SavedDataset of(Path folder, DatasetKind kind) {
        Path name = folder.getFileName();
        return new SavedDataset(
                name == null ? folder.toString() : name.toString(), kind, folder.toString());
    }

    SavedDataset withKind(DatasetKind newKind) {
        return new SavedDataset(name, newKind, path);
    }

    public boolean isBuiltIn() {
        return kind.isBuiltIn();
    }
}
