package ldmstudio.app.screen.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import ldmstudio.app.concurrent.Progress;
import ldmstudio.app.text.Readable;

/** The SHA-256 of a file of any size, with progress; names the file wherever it lies. */
final class FileDigest {
    private FileDigest() {}

    /**
     * Reads the file once.
     *
     * @throws java.util.concurrent.CancellationException when the job was cancelled
     */
    static String sha256(Path file, Progress progress) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        long size = Files.size(file);
        String all = Readable.bytes(size);
        byte[] buffer = new byte[1 << 20];
        long done = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                done += read;
                progress.update(
                        size == 0 ? 1 : Math.min(1, (double) done / size),
                        Readable.bytes(done) + " of " + all);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
