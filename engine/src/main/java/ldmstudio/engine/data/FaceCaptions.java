package ldmstudio.engine.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The captions of Multi-Modal-CelebA-HQ: a text file of the picture's name with one caption a line
 * (Xia et al., TediGAN, 2021, arXiv:2012.03308), read when asked for.
 */
final class FaceCaptions {
    private static final List<String> FOLDERS = List.of("celeba-caption", "CelebA-HQ-caption");
    private static final int MOST_BYTES = 65_536;

    private final Path root;
    private final @Nullable Path folder;

    FaceCaptions(Path root) {
        this.root = root;
        this.folder =
                FOLDERS.stream()
                        .map(root::resolve)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .orElse(null);
    }

    /** Where captions are looked for, in words. */
    String where() {
        return root.resolve(FOLDERS.get(0)) + " or " + FOLDERS.get(1);
    }

    private @Nullable Path file(String name) {
        return folder == null ? null : folder.resolve(name + ".txt");
    }

    boolean has(String name) {
        Path file = file(name);
        return file != null && Files.isRegularFile(file);
    }

    /** All captions of a picture; none where there is no file. */
    List<String> of(String name) {
        Path file = file(name);
        if (file == null || !Files.isRegularFile(file)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(file, e), e);
        }
    }

    /** Adds what captions a picture has, without opening a file. */
    void addTo(Fingerprint fingerprint, String name) {
        Path file = file(name);
        try {
            fingerprint.add(file == null || !Files.isRegularFile(file) ? -1 : Files.size(file));
        } catch (IOException e) {
            throw new DataException(FileTrouble.reading(root, e), e);
        }
    }
}
