package ldmstudio.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir Path folder;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new Checkpoints(folder);
    }

    @Test
    void aCheckpointIsWrittenWithItsManifest() throws IOException {
        Checkpoint written = write(1000, "weights");
        assertThat(written.path().getFileName()).hasToString("step-00001000");
        Manifest manifest = Manifest.read(written.path());
        assertThat(manifest.step()).isEqualTo(1000);
        assertThat(manifest.files())
                .extracting(Manifest.Entry::path)
                .containsExactly("unet/weights.bin");
        assertThat(manifest.files().get(0).size()).isEqualTo(7);
        assertThat(checkpoints.latest()).contains(written);
        assertThat(names()).containsExactly("step-00001000");
    }

    @Test
    void equalContentHasTheSameFingerprint() throws IOException {
        String first = Manifest.read(write(1, "a").path()).fingerprint();
        String same = Manifest.read(write(2, "a").path()).fingerprint();
        String other = Manifest.read(write(3, "b").path()).fingerprint();
        assertThat(same).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void aWriteThatFailsLeavesTheOthersAndNothingElse() throws IOException {
        Checkpoint good = write(1, "good");
        assertThatExceptionOfType(RunFolderException.class)
                .isThrownBy(
                        () ->
                                checkpoints.write(
                                        2,
                                        dir -> {
                                            Files.writeString(dir.resolve("half"), "ha");
                                            throw new IOException("No space left on device");
                                        }))
                .withMessageContaining("the disk is full");
        assertThat(checkpoints.list()).containsExactly(good);
        assertThat(names()).containsExactly("step-00000001");
    }

    @Test
    void aDamagedNewestIsPassedOver() throws IOException {
        Checkpoint good = write(1, "good");
        Checkpoint bad = write(2, "good");
        Files.writeString(bad.path().resolve("unet/weights.bin"), "goof");
        assertThat(Manifest.read(bad.path()).verify(bad.path()))
                .containsExactly("unet/weights.bin was changed after it was written");
        assertThat(checkpoints.latest()).contains(good);
    }

    @Test
    void whatIsIncompleteIsNotListed() throws IOException {
        Checkpoint good = write(5, "good");
        Files.createDirectories(folder.resolve("step-00000009"));
        Path cut = write(7, "good").path();
        Files.writeString(cut.resolve("unet/weights.bin"), "go");
        Path missing = write(8, "good").path();
        Files.delete(missing.resolve("unet/weights.bin"));
        Files.writeString(
                Files.createDirectories(folder.resolve("step-00000010")).resolve("manifest.json"),
                "{\"format\":1,\"step\":10,\"files\":[{\"path\":\"../../etc/passwd\",\"size\":1,"
                        + "\"sha256\":\"\"}]}");
        Files.writeString(
                Files.createDirectories(folder.resolve("step-00000011")).resolve("manifest.json"),
                "{\"format\":1");
        assertThat(checkpoints.list()).containsExactly(good);
    }

    @Test
    void rewritingAStepReplacesIt() throws IOException {
        write(1, "old");
        Checkpoint again = write(1, "new one");
        assertThat(again.path().resolve("unet/weights.bin")).hasContent("new one");
        assertThat(names()).containsExactly("step-00000001");
        assertThat(checkpoints.latest()).contains(again);
    }

    @Test
    void whatAKilledProcessLeftIsClearedOrPutBack() throws IOException {
        Checkpoint one = write(1, "one");
        Checkpoint two = write(2, "two");
        // Killed between the two renames of a replacement, while writing, and while deleting.
        Files.move(one.path(), DurableFiles.retired(one.path()));
        Files.createDirectories(folder.resolve(".step-00000003.tmp/unet"));
        Files.createDirectories(folder.resolve(".step-00000000.deleted/unet"));
        Files.createDirectories(folder.resolve(".notes.tmp"));
        assertThat(checkpoints.list()).containsExactly(two);
        checkpoints.recover();
        assertThat(checkpoints.list()).containsExactly(one, two);
        assertThat(names()).containsExactly(".notes.tmp", "step-00000001", "step-00000002");
    }

    @Test
    void pruningKeepsTheLastAndEveryNth() throws IOException {
        for (int step = 100; step <= 1000; step += 100) {
            write(step, "x");
        }
        Files.createDirectories(folder.resolve("step-00000050"));
        Files.createDirectories(folder.resolve("my favourite"));
        List<Checkpoint> deleted = checkpoints.prune(2, 400);
        assertThat(deleted)
                .extracting(Checkpoint::step)
                .containsExactly(100L, 200L, 300L, 500L, 600L, 700L);
        assertThat(names())
                .containsExactly(
                        "my favourite",
                        "step-00000050",
                        "step-00000400",
                        "step-00000800",
                        "step-00000900",
                        "step-00001000");
    }

    @Test
    void theNewestIsNeverPruned() throws IOException {
        write(1, "x");
        Checkpoint newest = write(2, "x");
        checkpoints.prune(0, 0);
        assertThat(checkpoints.list()).containsExactly(newest);
    }

    @Test
    void linksInsideOfACheckpointAreRemovedNotFollowed() throws IOException {
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Files.writeString(precious.resolve("file"), "x");
        Checkpoint old = write(1, "x");
        Files.createSymbolicLink(old.path().resolve("link"), precious);
        write(2, "x");
        checkpoints.prune(1, 0);
        assertThat(old.path()).doesNotExist();
        assertThat(precious.resolve("file")).hasContent("x");
    }

    private Checkpoint write(long step, String content) throws IOException {
        return checkpoints.write(
                step,
                dir ->
                        Files.writeString(
                                Files.createDirectories(dir.resolve("unet")).resolve("weights.bin"),
                                content));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
