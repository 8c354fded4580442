package ldmstudio.app.screen.models;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import ldmstudio.app.text.CommandWords;

/**
 * What the window can do with a model that was looked at.
 *
 * @param draws the Playground can load it
 * @param begins a diffusion training can go on from its weights
 * @param autoencoder a diffusion training can use it as its autoencoder
 * @param forms what {@code ldm convert} can make of it; empty: nothing new
 */
record ModelUses(boolean draws, boolean begins, boolean autoencoder, List<String> forms) {
    private static final Set<String> WHOLE_FILES =
            Set.of(
                    "stable_diffusion_1",
                    "stable_diffusion_2",
                    "latent_diffusion",
                    "studio_pipeline");
    private static final Set<String> FOLDERS = Set.of("pipeline", "studio_checkpoint");
    private static final Set<String> DENOISERS = Set.of("unet", "transformer");
    private static final Set<String> AUTOENCODERS =
            Set.of("AutoencoderKL", "VQModel", "EaiVae", "EaiVqVae");

    static ModelUses of(InspectedModel model) {
        String kind = model.kind();
        boolean denoises = model.parts().stream().anyMatch(p -> DENOISERS.contains(p.role()));
        boolean draws = WHOLE_FILES.contains(kind) || FOLDERS.contains(kind) && denoises;
        boolean autoencoder =
                !model.isFile()
                        && model.parts().stream()
                                .anyMatch(
                                        p ->
                                                AUTOENCODERS.contains(p.className())
                                                        && (p.role().isEmpty()
                                                                || p.role().equals("vae")));
        return new ModelUses(draws, draws || kind.equals("tld"), autoencoder, forms(model, draws));
    }

    private static List<String> forms(InspectedModel model, boolean draws) {
        if (draws) {
            List<String> forms = new ArrayList<>(List.of("diffusers", "safetensors"));
            if (model.parts().stream().noneMatch(p -> p.role().equals("transformer"))) {
                forms.add("compvis");
            }
            forms.add("studio");
            return forms;
        }
        return switch (model.kind()) {
            case "compvis_unet", "compvis_autoencoder" -> List.of("diffusers", "safetensors");
            case "unet", "unet_condition", "autoencoder_kl", "vq_model" ->
                    List.of("safetensors", "compvis");
            case "model_folder" -> List.of("safetensors");
            // Python's own format becomes one that holds nothing but numbers.
            default -> model.format().startsWith("torch") ? List.of("safetensors") : List.of();
        };
    }

    /**
     * Where a converted model is written unless another place is chosen.
     *
     * @param folder where the result lies
     */
    static Path target(Path model, Path folder, String form) {
        String name = String.valueOf(model.getFileName());
        String base = name.replaceFirst("\\.(safetensors|ckpt|pth|pt|bin)$", "");
        return folder.resolve(
                switch (form) {
                    case "diffusers", "studio" -> base + "-" + form;
                    case "compvis" -> base + "-compvis.safetensors";
                    default ->
                            name.endsWith(".safetensors")
                                    ? base + "-converted.safetensors"
                                    : base + ".safetensors";
                });
    }

    /**
     * The command line that converts a model.
     *
     * @param dtype empty: as the tensors are
     */
    static String command(Path model, Path out, String form, String dtype) {
        return "ldm convert "
                + CommandWords.quoted(model.toString())
                + " "
                + CommandWords.quoted(out.toString())
                + " --to "
                + form
                + (dtype.isEmpty() ? "" : " --dtype " + dtype);
    }
}
