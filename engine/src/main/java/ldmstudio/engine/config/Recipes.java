package ldmstudio.engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** The recipes inside the program's jar, the same files as in {@code configs/}. */
public final class Recipes {
    private static final String FOLDER = "ldmstudio/configs/";
    private static final String TITLE = "# title:";

    // In the order in which a list shows them: small ones first, those for a GPU last.
    private static final List<String> NAMES =
            List.of(
                    "shapes_autoencoder",
                    "shapes_diffusion",
                    "shapes_text",
                    "shapes_lcm",
                    "shapes_text_encoder",
                    "shapes_mask",
                    "shapes_tld",
                    "demo_autoencoder",
                    "demo_diffusion",
                    "fashion_mnist_autoencoder",
                    "fashion_mnist_diffusion",
                    "mnist_pixel_ddpm",
                    "folder_autoencoder",
                    "folder_diffusion",
                    "eai_mnist_vqvae",
                    "eai_mnist_ddpm",
                    "eai_mnist_class_ddpm",
                    "stage1_vae_train",
                    "stage1_vqvae_train",
                    "stage2_diffusion_train",
                    "stage1_vae_train_cc",
                    "celeba_autoencoder",
                    "celeba_diffusion",
                    "eai_celebhq_vqvae",
                    "eai_celebhq_ddpm",
                    "eai_celebhq_text_ddpm",
                    "eai_celebhq_text_mask_ddpm",
                    "tld");

    private Recipes() {}

    /** All recipes, small ones first. */
    public static List<Recipe> builtIn() {
        return NAMES.stream().map(Recipes::recipe).toList();
    }

    /**
     * The recipe of this name, with or without {@code .yaml}.
     *
     * @throws NoSuchElementException naming the recipes that there are
     */
    public static Recipe named(String name) {
        String bare = name.replaceFirst("\\.ya?ml$", "");
        if (!NAMES.contains(bare)) {
            throw new NoSuchElementException(
                    "there is no recipe " + name + "; there are " + String.join(", ", NAMES));
        }
        return recipe(bare);
    }

    static ConfigSource source(String name) {
        return new ConfigSource.InJar(FOLDER, name + ".yaml");
    }

    static String text(ConfigSource source) {
        try {
            return new String(source.read(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks its file " + source.name(), e);
        }
    }

    private static Recipe recipe(String name) {
        ConfigSource source = source(name);
        String title = name;
        List<String> description = new ArrayList<>();
        for (String line : text(source).lines().toList()) {
            if (!line.startsWith("#")) {
                break;
            }
            if (line.startsWith(TITLE)) {
                title = line.substring(TITLE.length()).strip();
            } else {
                description.add(line.substring(1).strip());
            }
        }
        String stage = RecordSchema.word(RunConfigs.read(source, List.of()).getClass());
        return new Recipe(
                name, title, String.join(" ", description).strip(), stage, FOLDER + name + ".yaml");
    }
}
