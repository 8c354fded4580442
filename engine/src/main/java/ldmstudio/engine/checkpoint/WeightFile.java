package ldmstudio.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file of named tensors in one of the known formats. */
public interface WeightFile extends TensorSource, AutoCloseable {
    /**
     * Opens safetensors, or what torch.save wrote; the content decides, not the name.
     *
     * @throws CheckpointException when it is neither, or is damaged
     */
    static WeightFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such file");
        }
        Optional<String> other = OtherFiles.words(path);
        if (other.isPresent()) {
            throw new CheckpointException(
                    path
                            + " holds no weights: it is "
                            + other.get()
                            + ". Expected is a safetensors file or one that torch.save wrote.");
        }
        ByteBuffer start = ByteBuffer.allocate(2);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.read(start, 0);
        }
        boolean zip = start.get(0) == 'P' && start.get(1) == 'K';
        boolean pickle = start.get(0) == (byte) 0x80 && start.get(1) == 2;
        // A safetensors header of length 0x..0280 begins like a pickle, but with 6 more bytes of
        // length, of which the last are zero; a pickle's are operations.
        return zip || (pickle && !isHeaderLength(path))
                ? TorchFile.open(path)
                : SafetensorsFile.open(path);
    }

    private static boolean isHeaderLength(Path path) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(9);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.read(start, 0) == 9
                    && start.getInt(4) == 0
                    && start.get(8) == (byte) '{';
        }
    }

    @Override
    void close() throws IOException;
}
