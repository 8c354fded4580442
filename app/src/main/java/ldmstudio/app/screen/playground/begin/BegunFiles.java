package ldmstudio.app.screen.playground.begin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import ldmstudio.engine.data.PixelImage;
import ldmstudio.engine.run.PngFiles;

/**
 * Masks and pasted pictures beside the samples. Each is named after its content and never changes,
 * so that the recipes which name it stay true.
 */
final class BegunFiles {
    /** Inside the workspace. */
    private static final Path FOLDER = Path.of("samples", "begin");

    private static final int DIGITS = 16;

    private BegunFiles() {}

    /**
     * Writes a picture unless it is there already.
     *
     * @param kind first part of the name, such as {@code mask}
     */
    static Path keep(Path workspace, String kind, PixelImage picture) throws IOException {
        byte[] png = PngFiles.encode(picture, Map.of());
        Path folder = workspace.resolve(FOLDER);
        Path file = folder.resolve(kind + "-" + digest(png) + ".png");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            PngFiles.write(picture, Map.of(), file);
        }
        return file;
    }

    private static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
