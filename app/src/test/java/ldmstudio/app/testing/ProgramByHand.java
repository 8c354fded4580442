package ldmstudio.app.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import javafx.stage.Window;
import ldmstudio.app.Launcher;

/**
 * The program as people start it, in a process of its own, with hands: each line on standard input
 * is one deed ({@code click ID}, {@code type ID WORDS}, {@code text ID}, {@code size W H}, {@code
 * window}), each answered by one line that begins with {@code =}.
 */
final class ProgramByHand {
    private ProgramByHand() {}

    public static void main(String[] arguments) {
        Thread hands = new Thread(ProgramByHand::follow, "hands");
        hands.setDaemon(true);
        hands.start();
        Launcher.main(arguments);
    }

    private static void follow() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String asked = line;
                FutureTask<String> deed = new FutureTask<>(() -> act(asked.split(" ", 3)));
                String answer;
                try {
                    Platform.runLater(deed);
                    answer = deed.get();
                } catch (Exception e) {
                    answer = "not yet: " + e;
                }
                System.out.println("=" + String.valueOf(answer).replace('\n', ' '));
                System.out.flush();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String act(String[] words) {
        Stage stage = (Stage) Window.getWindows().get(0);
        Scene scene = stage.getScene();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        switch (words[0]) {
            case "size" -> {
                stage.setWidth(Double.parseDouble(words[1]));
                stage.setHeight(Double.parseDouble(words[2]));
                return "done";
            }
            case "window" -> {
                return Math.round(stage.getWidth()) + " " + Math.round(stage.getHeight());
            }
            default -> {
                return act(words, scene.lookup("#" + words[1]));
            }
        }
    }

    private static String act(String[] words, Node node) {
        if (node == null) {
            return "no node";
        }
        switch (words[0]) {
            case "click" -> {
                if (node.isDisabled()) {
                    return "disabled";
                }
                ((ButtonBase) node).fire();
                return "done";
            }
            case "type" -> {
                ((TextInputControl) node).setText(words[2]);
                return "done";
            }
            default -> {
                return node instanceof TextInputControl field
                        ? field.getText()
                        : node instanceof ComboBoxBase<?> box
                                ? String.valueOf(box.getValue())
                                : node instanceof Labeled labeled ? labeled.getText() : "shown";
            }
        }
    }
}
