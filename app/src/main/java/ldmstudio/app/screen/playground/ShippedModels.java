package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ldmstudio.engine.run.DemoModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that comes with the studio, first in every list; unpacked when it is first needed. */
final class ShippedModels {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedModels.class);

    private ShippedModels() {}

    /** Those that this program was built with; cheap. */
    static List<ModelChoice> list() {
        return demoFolder()
                .map(
                        folder ->
                                List.of(
                                        new ModelChoice(
                                                folder,
                                                "Demo model",
                                                "comes with the studio",
                                                false)))
                .orElse(List.of());
    }

    private static Optional<Path> demoFolder() {
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

    /** Makes sure that a model that comes with the studio lies on the disk; in the background. */
    static void prepare(Path model) throws IOException {
        if (demoFolder().filter(model.toAbsolutePath().normalize()::equals).isPresent()
                && !DemoModel.builtIn().isUnpacked()) {
            Path unused = DemoModel.builtIn().unpack((bytes, total) -> {});
        }
    }

    /** Prompts that show what the shipped model can do; empty for other models. */
    static List<String> prompts(Path model) {
        try {
            return demoFolder().filter(model::equals).isPresent()
                    ? DemoModel.builtIn().prompts()
                    : List.of();
        } catch (IOException e) {
            LOG.warn("the demo model's prompts cannot be read: {}", e.toString());
            return List.of();
        }
    }
}
