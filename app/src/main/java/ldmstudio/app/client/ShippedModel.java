package ldmstudio.app.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.run.DemoModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that comes with the program; it lies on the disk only once it was wanted. */
public final class ShippedModel {
    /** Its name for people. */
    public static final String NAME = "Demo model";

    private static final Logger LOG = LoggerFactory.getLogger(ShippedModel.class);

    private ShippedModel() {}

    /** Where it lies, or will lie; empty: this program was built without it. */
    public static Optional<Path> folder() {
        DemoModel demo = DemoModel.builtIn();
        try {
            return demo.isShipped()
                    ? Optional.of(demo.folder().toAbsolutePath().normalize())
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn("the demo model is not offered: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Whether a path means it. */
    public static boolean is(Path model) {
        return folder().filter(model.toAbsolutePath().normalize()::equals).isPresent();
    }

    /** Prompts that show what it can do, the most telling first; none for another model. */
    public static List<String> prompts(Path model) throws IOException {
        return is(model) ? DemoModel.builtIn().prompts() : List.of();
    }

    /** Unpacks it if this path means it and it is not there yet; not for the window's thread. */
    public static void prepare(Path model) throws IOException {
        if (is(model) && !DemoModel.builtIn().isUnpacked()) {
            Path unused = DemoModel.builtIn().unpack((bytes, total) -> {});
        }
    }
}
