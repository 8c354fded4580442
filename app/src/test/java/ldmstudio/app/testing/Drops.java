package ldmstudio.app.testing;

import com.sun.javafx.tk.TKClipboard;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/** Drops of files from outside the window, as the system would tell of them. */
public final class Drops {
    private Drops() {}

    /** Lets a file go over a node. */
    public static void file(Node target, Path file) {
        Fx.run(
                () -> {
                    Dragboard board = board(file);
                    target.fireEvent(event(DragEvent.DRAG_OVER, board, null));
                    target.fireEvent(event(DragEvent.DRAG_DROPPED, board, TransferMode.COPY));
                });
    }

    private static Dragboard board(Path file) {
        List<File> files = List.of(file.toFile());
        InvocationHandler outside =
                (proxy, method, arguments) ->
                        switch (method.getName()) {
                            case "getTransferModes" -> EnumSet.of(TransferMode.COPY);
                            case "getContentTypes" -> Set.of(DataFormat.FILES);
                            case "hasContent" -> arguments[0].equals(DataFormat.FILES);
                            case "getContent" ->
                                    arguments[0].equals(DataFormat.FILES) ? files : null;
                            default -> null;
                        };
        TKClipboard clipboard =
                (TKClipboard)
                        Proxy.newProxyInstance(
                                Drops.class.getClassLoader(),
                                new Class<?>[] {TKClipboard.class},
                                outside);
        // Only the toolkit makes one; there is none without a hand on a mouse.
        try {
            Constructor<Dragboard> made = Dragboard.class.getDeclaredConstructor(TKClipboard.class);
            made.setAccessible(true);
            return made.newInstance(clipboard);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("this JavaFX makes its drag boards otherwise", e);
        }
    }

    private static DragEvent event(EventType<DragEvent> type, Dragboard board, TransferMode mode) {
        return new DragEvent(type, board, 10, 10, 10, 10, mode, null, null, null);
    }
}
