"""Draws from a checkpoint of LDM Studio whose kind diffusers has no pipeline for: latents without
text, and classes with guidance. DiffusionPipeline.from_pretrained(folder) finds it by itself."""

import torch
from diffusers import DiffusionPipeline, ImagePipelineOutput
from diffusers.utils.torch_utils import randn_tensor


class LDMStudioPipeline(DiffusionPipeline):
    _optional_components = ["vae"]

    def __init__(self, unet, scheduler, vae=None):
        super().__init__()
        self.register_modules(unet=unet, scheduler=scheduler, vae=vae)

    @torch.no_grad()
    def __call__(
        self,
        batch_size=1,
        class_labels=None,
        guidance_scale=1.0,
        num_inference_steps=50,
        generator=None,
        latents=None,
        output_type="pil",
        return_dict=True,
    ):
        """class_labels: numbers of classes; the last row of the table means none of them."""
        config = self.unet.config
        if class_labels is not None:
            batch_size = len(class_labels)
        if latents is None:
            size = config.sample_size
            height, width = (size, size) if isinstance(size, int) else size
            latents = randn_tensor(
                (batch_size, config.in_channels, height, width), generator, self.device, self.unet.dtype
            )
        latents = latents * self.scheduler.init_noise_sigma
        labels = None
        if config.num_class_embeds:
            none = torch.full((latents.shape[0],), config.num_class_embeds - 1, device=latents.device)
            labels = none if class_labels is None else torch.as_tensor(class_labels, device=latents.device)
            guided = class_labels is not None and guidance_scale != 1
        else:
            guided = False
        self.scheduler.set_timesteps(num_inference_steps, device=latents.device)
        for timestep in self.progress_bar(self.scheduler.timesteps):
            noisy = self.scheduler.scale_model_input(latents, timestep)
            if guided:
                both = self.unet(torch.cat([noisy, noisy]), timestep, torch.cat([none, labels])).sample
                without, told = both.chunk(2)
                predicted = without + guidance_scale * (told - without)
            else:
                predicted = self.unet(noisy, timestep, labels).sample
            latents = self.scheduler.step(predicted, timestep, latents, generator=generator).prev_sample
        if output_type == "latent":
            pictures = latents
        else:
            if self.vae is not None:
                latents = self.vae.decode(latents / self.vae.config.scaling_factor).sample
            pictures = (latents / 2 + 0.5).clamp(0, 1)
            if output_type != "pt":
                pictures = pictures.permute(0, 2, 3, 1).cpu().float().numpy()
            if output_type == "pil":
                pictures = self.numpy_to_pil(pictures)
        return ImagePipelineOutput(images=pictures) if return_dict else (pictures,)
