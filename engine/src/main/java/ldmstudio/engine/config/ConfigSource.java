package ldmstudio.engine.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Something configuration text can be read from, and from which includes are found. */
sealed interface ConfigSource {
    /** Larger files are refused before they are read: a recipe has a few kilobytes. */
    int MAX_BYTES = 1 << 20;

    /** The name an error shows. */
    String name();

    /** At most {@link #MAX_BYTES} + 1 bytes, so that the caller can tell too large from full. */
    byte[] read() throws IOException;

    /** The source that an include written in this one names. */
    ConfigSource sibling(String include);

    /** A file on disk; includes are relative to its folder. */
    record InFile(Path path) implements ConfigSource {
        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public byte[] read() throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        }

        @Override
        public ConfigSource sibling(String include) {
            return new InFile(path.resolveSibling(include).normalize());
        }
    }

    /** A recipe inside the program's jar; includes lie beside it. */
    record InJar(String folder, String file) implements ConfigSource {
        @Override
        public String name() {
            return file;
        }

        @Override
        public byte[] read() throws IOException {
            try (InputStream in =
                    ConfigSource.class.getClassLoader().getResourceAsStream(folder + file)) {
                if (in == null) {
                    throw new NoSuchFileException(folder + file);
                }
                return in.readNBytes(MAX_BYTES + 1);
            }
        }

        @Override
        public ConfigSource sibling(String include) {
            return new InJar(folder, include);
        }
    }

    /** Text that is already in memory; includes are relative to {@code folder}. */
    record InMemory(String name, String text, Path folder) implements ConfigSource {
        @Override
        public byte[] read() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ConfigSource sibling(String include) {
            return new InFile(folder.resolve(include).normalize());
        }
    }

    /** A single value from an override, a form or code; includes are relative to {@code folder}. */
    record Given(String name, Path folder) implements ConfigSource {
        @Override
        public byte[] read() {
            return new byte[0];
        }

        @Override
        public ConfigSource sibling(String include) {
            return new InFile(folder.resolve(include).normalize());
        }
    }
}
