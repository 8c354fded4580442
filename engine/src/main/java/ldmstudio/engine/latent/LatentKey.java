package ldmstudio.engine.latent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What latents are a function of: change one of these and the cache is another.
 *
 * @param autoencoder fingerprint of the autoencoder's weights
 * @param dataset fingerprint of the pictures
 * @param imgSize side of the encoded pictures
 * @param resize how they became squares
 * @param mirrored whether each picture is there a second time, mirrored
 */
public record LatentKey(
        String autoencoder, String dataset, int imgSize, String resize, boolean mirrored) {
    /** The folder's name: the first 16 hex digits of the SHA-256 of all parts. */
    public String folderName() {
        String text =
                String.join(
                        "\n",
                        autoencoder,
                        dataset,
                        Integer.toString(imgSize),
                        resize,
                        "" + mirrored);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
