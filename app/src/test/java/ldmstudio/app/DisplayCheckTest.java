package ldmstudio.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayCheckTest {
    @Test
    void withoutADisplayItSaysSoAndWhatWorks() {
        assertThat(DisplayCheck.beforeStart("Linux", Map.of(), ""))
                .hasValueSatisfying(
                        t -> assertThat(t).contains("DISPLAY").contains("ldm quickstart"));
        assertThat(DisplayCheck.beforeStart("Linux", Map.of("WAYLAND_DISPLAY", "w"), ""))
                .hasValueSatisfying(t -> assertThat(t).contains("Xwayland"));
        assertThat(DisplayCheck.beforeStart("Linux", Map.of("DISPLAY", ":0"), "")).isEmpty();
        assertThat(DisplayCheck.beforeStart("Linux", Map.of(), "Monocle")).isEmpty();
        assertThat(DisplayCheck.beforeStart("Windows 11", Map.of(), "")).isEmpty();
    }

    @Test
    void aMissingLibraryIsNamedWithItsPackage() {
        assertThat(DisplayCheck.missingText(java.util.List.of("libgtk-3.so.0")))
                .contains("lacks libgtk-3.so.0")
                .contains("apt install libgtk-3-0")
                .contains("ldm");
    }
}
