package ldmstudio.app.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stars and trash of a workspace's pictures. */
class PictureKeepingTest {
    @TempDir Path workspace;

    private Path picture(String name) throws IOException {
        Path file = WorkspaceFiles.samples(workspace).resolve("a").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    @Test
    void starsAreThereAgainAfterARestartAndMoveWithTheWorkspace() throws Exception {
        Path one = picture("one.png");
        Path two = picture("two.png");
        PictureMarks marks = PictureMarks.read(workspace);
        int before = marks.revision();
        marks.setStarred(one, true);
        marks.setStarred(two, true);
        marks.setStarred(two, false);
        assertThat(marks.revision()).isEqualTo(before + 3);
        marks.write();
        PictureMarks again = PictureMarks.read(workspace);
        assertThat(again.isStarred(one)).isTrue();
        assertThat(again.isStarred(two)).isFalse();
        assertThat(Files.readString(workspace.resolve(".studio/stars.json")))
                .contains("samples/a/one.png")
                .doesNotContain(workspace.toString());
    }

    @Test
    void aDamagedFileOfStarsIsPutAside() throws Exception {
        Path file = WorkspaceFiles.remembered(workspace, "stars.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"stars\": [");
        assertThat(PictureMarks.read(workspace).starred()).isEmpty();
        assertThat(file.resolveSibling("stars.json.broken")).hasContent("{\"stars\": [");
    }

    @Test
    void whatIsDeletedLiesInTheTrashAndComesBack() throws Exception {
        PictureTrash trash = new PictureTrash(workspace);
        Path one = picture("one.png");
        PictureTrash.Deleted first = trash.delete(List.of(one, workspace.resolve("gone.png")));
        assertThat(one).doesNotExist();
        assertThat(first.files()).hasSize(1);
        assertThat(workspace.resolve(".trash/samples/a/one.png")).exists();
        Path anew = picture("one.png");
        assertThatThrownBy(() -> trash.restore(first))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("There is a new file");
        PictureTrash.Deleted second = trash.delete(List.of(anew));
        assertThat(second.files().get(0).to().getFileName()).hasToString("one-2.png");
        trash.restore(first);
        assertThat(one).hasContent("one.png");
    }
}
