"""Loads a model folder of LDM Studio with diffusers, as it is, and compares what both draw.

    python load_with_diffusers.py FOLDER [COMPARE.safetensors]

The folder must load with DiffusionPipeline.from_pretrained; where model_index.json names a class
that diffusers does not have, each part that diffusers knows must load from its own folder.

COMPARE.safetensors holds `in.latents` and `out.latents` (and `out.moments` of `in.picture`), as
LDM Studio drew them, and as metadata the settings: steps, guidance_scale, prompt, negative_prompt,
class_label. Prints one line of JSON a check and ends with 1 when one is beyond its bound.
"""

import json
import os
import sys

import torch
from diffusers import AutoencoderKL, DDIMScheduler, DiffusionPipeline, UNet2DConditionModel, UNet2DModel, VQModel
from safetensors import safe_open

CLASSES = {c.__name__: c for c in (AutoencoderKL, VQModel, UNet2DModel, UNet2DConditionModel)}
BOUND = 1e-4
failed = False


def report(check, **facts):
    global failed
    failed |= not facts.get("passed", True)
    print(json.dumps({"check": check, **facts}))


def load(folder):
    index = json.load(open(os.path.join(folder, "model_index.json")))
    name = index["_class_name"]
    if isinstance(name, list) or name in ("StableDiffusionPipeline", "DDPMPipeline", "LDMPipeline"):
        pipe = DiffusionPipeline.from_pretrained(folder, trust_remote_code=True)
        report("from_pretrained", pipeline=type(pipe).__name__, parts=sorted(pipe.components))
        return pipe
    for part, pair in index.items():
        if isinstance(pair, list) and pair[1] in CLASSES:
            CLASSES[pair[1]].from_pretrained(folder, subfolder=part)
            report("part", part=part, loaded=pair[1])
        elif isinstance(pair, list) and pair[0] == "diffusers" and part != "scheduler":
            report("part", part=part, unknown_to_diffusers=pair[1])
    return None


def compare(pipe, file):
    with safe_open(file, "pt") as f:
        told = f.metadata() or {}
        tensors = {k: f.get_tensor(k) for k in f.keys()}
    pipe.scheduler = DDIMScheduler.from_config(
        pipe.scheduler.config, clip_sample=getattr(pipe, "vae", None) is None and getattr(pipe, "vqvae", None) is None
    )
    steps = int(told.get("steps", 10))
    start = tensors["in.latents"]
    name = type(pipe).__name__
    if name == "StableDiffusionPipeline":
        result = pipe(
            told.get("prompt", ""),
            negative_prompt=told.get("negative_prompt", ""),
            latents=start,
            num_inference_steps=steps,
            guidance_scale=float(told.get("guidance_scale", 1)),
            height=start.shape[2] * pipe.vae_scale_factor,
            width=start.shape[3] * pipe.vae_scale_factor,
            output_type="latent",
        ).images
    elif name == "LDMStudioPipeline":
        label = told.get("class_label", "")
        result = pipe(
            class_labels=[int(label)] * start.shape[0] if label else None,
            guidance_scale=float(told.get("guidance_scale", 1)),
            latents=start,
            num_inference_steps=steps,
            output_type="latent",
        ).images
    else:
        result = start
        pipe.scheduler.set_timesteps(steps)
        with torch.no_grad():
            for t in pipe.scheduler.timesteps:
                result = pipe.scheduler.step(pipe.unet(result, t).sample, t, result).prev_sample
    expected = tensors["out.latents"]
    error = ((result - expected).abs().max() / expected.abs().max()).item()
    report("latents", error=error, bound=BOUND, passed=error < BOUND)
    if "in.picture" in tensors:
        with torch.no_grad():
            encoded = pipe.vae.encode(tensors["in.picture"])
        moments = encoded.latent_dist.parameters if hasattr(encoded, "latent_dist") else encoded.latents
        error = ((moments - tensors["out.moments"]).abs().max() / tensors["out.moments"].abs().max()).item()
        report("moments", error=error, bound=BOUND, passed=error < BOUND)


if __name__ == "__main__":
    torch.set_num_threads(1)
    pipe = load(sys.argv[1])
    if len(sys.argv) > 2 and pipe is not None:
        pipe.set_progress_bar_config(disable=True)
        compare(pipe, sys.argv[2])
    sys.exit(1 if failed else 0)
