package ldmstudio.app.control;

import java.util.function.Function;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Shows the values of a box by a function; nothing is typed into such a box. */
public final class ShownText<T> extends StringConverter<T> {
    private final Function<T, String> text;

    public ShownText(Function<T, String> text) {
        this.text = text;
    }

    @Override
    public String toString(@Nullable T value) {
        return value == null ? "" : text.apply(value);
    }

    @Override
    public T fromString(String typed) {
        throw new UnsupportedOperationException("the box is not editable");
    }
}
