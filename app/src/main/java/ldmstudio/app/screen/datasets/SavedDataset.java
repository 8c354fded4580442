package ldmstudio.app.screen.datasets;

import java.nio.file.Path;

/**
 * One entry of the workspace's list.
 *
 * @param name what people call it
 * @param kind how it is read
 * @param path its folder; empty for the built-in shapes
 */
public record SavedDataset(String name, DatasetKind kind, String path) {
    /** Always there. */
    static final SavedDataset SHAPES = new SavedDataset("Shapes", DatasetKind.SHAPES, "");

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
        return kind == DatasetKind.SHAPES;
    }
}
