package ldmstudio.engine.run;

/** Names of the numbers in {@link Event.Step} and {@link Event.Evaluation}. */
public final class Metrics {
    /** The sum that the generator or denoiser minimises. */
    public static final String LOSS = "loss";

    public static final String RECONSTRUCTION_LOSS = "reconstruction_loss";
    public static final String KL_LOSS = "kl_loss";

    /** Mean (z_q − sg[z])², which moves the codes of a VQ-VAE. */
    public static final String CODEBOOK_LOSS = "codebook_loss";

    /** Mean (sg[z_q] − z)², which moves the encoder of a VQ-VAE. */
    public static final String COMMITMENT_LOSS = "commitment_loss";

    /** Share of the codes that were chosen lately. */
    public static final String CODEBOOK_USAGE = "codebook_usage";

    /** exp of the entropy of the codes chosen in a step: as many, were all equally frequent. */
    public static final String PERPLEXITY = "perplexity";

    public static final String PERCEPTUAL_LOSS = "perceptual_loss";
    public static final String GENERATOR_LOSS = "generator_loss";
    public static final String DISCRIMINATOR_LOSS = "discriminator_loss";
    public static final String LOGITS_REAL = "logits_real";
    public static final String LOGITS_FAKE = "logits_fake";
    public static final String ADAPTIVE_WEIGHT = "adaptive_weight";

    /** 1 while the discriminator trains, else 0. */
    public static final String DISCRIMINATOR_ACTIVE = "discriminator_active";

    public static final String LEARNING_RATE = "learning_rate";

    /** Norm of all gradients before clipping. */
    public static final String GRADIENT_NORM = "gradient_norm";

    public static final String STEPS_PER_SECOND = "steps_per_second";
    public static final String IMAGES_PER_SECOND = "images_per_second";
    public static final String MEMORY_MIB = "memory_mib";

    /** The most memory that the process has had. */
    public static final String PEAK_MEMORY_MIB = "peak_memory_mib";

    /** Arrays of the tensor library that are alive after the step; flat in a healthy run. */
    public static final String LIVE_ARRAYS = "live_arrays";

    /** Followed by the number of the timestep bucket: {@code loss_bucket_0} is the least noise. */
    public static final String LOSS_BUCKET_PREFIX = "loss_bucket_";

    /** Peak signal-to-noise ratio on held-out pictures, dB. */
    public static final String VAL_PSNR = "val_psnr";

    public static final String VAL_LOSS = "val_loss";
    public static final String VAL_RECONSTRUCTION_LOSS = "val_reconstruction_loss";
    public static final String VAL_LOSS_BUCKET_PREFIX = "val_loss_bucket_";

    /** eˢ, by which CLIP multiplies its cosines. */
    public static final String LOGIT_SCALE = "logit_scale";

    /** Share of held-out captions that find a picture of just that caption among all. */
    public static final String RETRIEVAL_BY_TEXT = "retrieval_by_text";

    /** Share of held-out pictures that find their caption among all. */
    public static final String RETRIEVAL_BY_PICTURE = "retrieval_by_picture";

    /** Share of the codes that the held-out pictures choose. */
    public static final String VAL_CODEBOOK_USAGE = "val_codebook_usage";

    public static final String VAL_PERPLEXITY = "val_perplexity";
    public static final String LATENT_STD = "latent_std";
    public static final String SCALING_FACTOR = "scaling_factor";

    private Metrics() {}
}
