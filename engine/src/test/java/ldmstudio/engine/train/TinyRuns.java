package ldmstudio.engine.train;

import java.util.List;
import ldmstudio.engine.config.RunConfig;
import ldmstudio.engine.config.RunConfigs;

/**
 * Configurations of runs that take a second: shapes of 16 px, networks of some thousand numbers.
 */
final class TinyRuns {
    private static final String STAGE1 =
            """
            stage: autoencoder
            name: tiny-ae
            seed: 3
            machine: {device: cpu, compute: fp32, threads: 1, data_threads: 1}
            data: {type: shapes, count: 64, validation_fraction: 0.1}
            autoencoder:
              img_size: 16
              latent_channels: 2
              vae_channels_per_block: [8, 8]
              norm_num_groups: 4
              residual_layers_per_block: 1
              attention_layers: 0
            loss: {perceptual_weight: 0}
            discriminator: {start: step, disc_start: 4, disc_channels: 8, disc_layers: 1}
            training:
              batch_size: 4
              max_train_steps: 10
              learning_rate: 1e-3
              lr_scheduler: cosine
              lr_warmup_steps: 2
              ema_decay: 0.9
              log_every: 1
              evaluate_every: 5
              preview_count: 2
              validation_count: 4
              checkpoint_every: 3
              keep_last: 2
            """;

    private static final String STAGE2 =
            """
            stage: diffusion
            name: tiny-diffusion
            seed: 3
            machine: {device: cpu, compute: fp32, threads: 1, data_threads: 1}
            data: {type: shapes, count: 64, validation_fraction: 0.1}
            autoencoder: none
            denoiser:
              img_size: 8
              in_channels: 3
              unet_channels_per_block: [8, 16]
              unet_attention: [false, true]
              unet_residual_layers_per_block: 1
              attention_head_dim: 8
              norm_num_groups: 4
            diffusion: {num_train_timesteps: 50, loss_buckets: 5}
            condition: {type: class, condition_dropout: 0.2}
            sampling: {sampler: ddim, steps: 4, guidance_scale: 2, count: 3}
            training:
              batch_size: 4
              max_train_steps: 10
              learning_rate: 1e-3
              lr_scheduler: cosine
              lr_warmup_steps: 2
              ema_decay: 0.9
              log_every: 1
              evaluate_every: 5
              validation_count: 4
              checkpoint_every: 3
              keep_last: 2
            """;

    private TinyRuns() {}

    static RunConfig stage1(String... overrides) {
        return RunConfigs.withOverrides(
                RunConfigs.parse(STAGE1, "tiny.yaml", java.nio.file.Path.of("")),
                List.of(overrides));
    }

    /** On pixels; {@code onLatents} makes it a latent one. */
    static RunConfig stage2(String... overrides) {
        return RunConfigs.withOverrides(
                RunConfigs.parse(STAGE2, "tiny.yaml", java.nio.file.Path.of("")),
                List.of(overrides));
    }

    /**
     * The same with another denoiser.
     *
     * @param denoiser its group, in braces
     */
    static RunConfig stage2(String denoiser, List<String> overrides) {
        String yaml =
                STAGE2.replaceFirst(
                        "(?s)denoiser:.*?\\ndiffusion:", "denoiser: " + denoiser + "\ndiffusion:");
        return RunConfigs.withOverrides(
                RunConfigs.parse(yaml, "tiny.yaml", java.nio.file.Path.of("")), overrides);
    }

    static String[] onLatents(java.nio.file.Path autoencoderRun) {
        return new String[] {
            "autoencoder=" + autoencoderRun.toAbsolutePath(),
            "denoiser.img_size=0",
            "denoiser.in_channels=0"
        };
    }
}
