package ldmstudio.app.screen.playground;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import ldmstudio.app.client.ShippedModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model that comes with the studio, first in every list; unpacked when it is first needed. */
final class ShippedModels {
    private static final Logger LOG = LoggerFactory.getLogger(ShippedModels.class);

    private ShippedModels() {}

    /** Those that this program was built with; cheap. */
    static List<ModelChoice> list() {
        return ShippedModel.folder()
                .map(
                        folder ->
                                List.of(
                                        new ModelChoice(
                                                folder,
                                                ShippedModel.NAME,
                                                "comes with the studio",
                                                false)))
                .orElse(List.of());
    }

    /** Prompts that show what the shipped model can do; empty for other models. */
    static List<String> prompts(Path model) {
        try {
            return ShippedModel.prompts(model);
        } catch (IOException e) {
            LOG.warn("the demo model's prompts cannot be read: {}", e.toString());
            return List.of();
        }
    }
}
