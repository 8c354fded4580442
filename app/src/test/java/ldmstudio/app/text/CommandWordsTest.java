package ldmstudio.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandWordsTest {
    @Test
    void wordsThatAShellWouldTakeApartAreQuoted() {
        assertThat(CommandWords.quoted("runs/shapes-001")).isEqualTo("runs/shapes-001");
        assertThat(CommandWords.quoted("my model.ckpt")).isEqualTo("\"my model.ckpt\"");
        assertThat(CommandWords.quoted("a\"b")).isEqualTo("\"a\\\"b\"");
    }
}
