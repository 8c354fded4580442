package ldmstudio.app.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import ldmstudio.app.theme.ThemeChoice;
import ldmstudio.app.workspace.Settings.WindowPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {
    @Test
    void whatWasChangedIsThereNextTime(@TempDir Path folder) {
        Preferences first = Preferences.load(folder, Runnable::run);
        first.update(s -> s.withTheme(ThemeChoice.DARK).withWorkspace("/a").withWorkspace("/b"));
        first.update(s -> s.withWindow(new WindowPlace(10, 20, 1300, 900, true)));
        first.update(s -> s.withThreads(3).withLastScreen("runs"));
        first.setValue("divider.runs", "0.5");

        Preferences second = Preferences.load(folder, Runnable::run);
        assertThat(second.settings()).isEqualTo(first.settings());
        assertThat(second.settings().recentWorkspaces()).containsExactly("/b", "/a");
        assertThat(second.notice()).isEmpty();
    }

    @Test
    void aBrokenFileGivesDefaultsAndIsKeptAside(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{ \"theme\": \"DARK\", ");
        Preferences read = Preferences.load(folder, Runnable::run);
        assertThat(read.settings()).isEqualTo(Settings.defaults());
        assertThat(read.notice()).hasValueSatisfying(t -> assertThat(t).contains("settings.json"));
        assertThat(folder.resolve("settings.json.broken")).content().contains("DARK");
    }

    @Test
    void aWrongValueGivesDefaultsToo(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("settings.json"), "{\"theme\":\"PINK\"}");
        assertThat(Preferences.load(folder, Runnable::run).notice()).isPresent();
    }

    @Test
    void aFileOfANewerStudioIsUnderstood(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("settings.json"), "{\"theme\":\"LIGHT\",\"future\":[1,2]}");
        Preferences read = Preferences.load(folder, Runnable::run);
        assertThat(read.notice()).isEmpty();
        assertThat(read.settings().theme()).isEqualTo(ThemeChoice.LIGHT);
    }

    @Test
    void theFolderIsWhereTheSystemKeepsSettings() {
        Map<String, String> linux = new HashMap<>(Map.of("os.name", "Linux", "user.home", "/h"));
        assertThat(ConfigFolder.locate(linux::get, Map.of()))
                .isEqualTo(Path.of("/h/.config/ldm-studio"));
        assertThat(ConfigFolder.locate(linux::get, Map.of("XDG_CONFIG_HOME", "/x")))
                .isEqualTo(Path.of("/x/ldm-studio"));
        assertThat(ConfigFolder.locate(linux::get, Map.of("XDG_CONFIG_HOME", "relative")))
                .isEqualTo(Path.of("/h/.config/ldm-studio"));
        Map<String, String> mac = Map.of("os.name", "Mac OS X", "user.home", "/h");
        assertThat(ConfigFolder.locate(mac::get, Map.of()))
                .isEqualTo(Path.of("/h/Library/Application Support/LDM Studio"));
        linux.put(ConfigFolder.PROPERTY, "/chosen");
        assertThat(ConfigFolder.locate(linux::get, Map.of())).isEqualTo(Path.of("/chosen"));
    }

    @Test
    void runFoldersGetTheNextFreeNumber(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("my-shapes-001"));
        assertThat(RunNames.free(folder, "My shapes!", p -> p.endsWith("my-shapes-002")))
                .hasFileName("my-shapes-003");
        assertThat(RunNames.free(folder, "../..", p -> false)).hasFileName("run-001");
    }
}
