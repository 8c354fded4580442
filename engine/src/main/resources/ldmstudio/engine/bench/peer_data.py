#!/usr/bin/env python3
"""The peer for reading: a PyTorch DataLoader with Pillow, and latents through safetensors.

Set-up: pip install torch==2.7.1 pillow numpy safetensors
Use:    peer_data.py --folder DIR --workers N [--filter lanczos|bicubic|bilinear] [--batches 8] [--repeat 7] WORKLOAD

Workloads (the files are made by the one who calls):
  data-jpeg, data-png  every picture in DIR: decode to RGB, the short side to 256 px with the antialiased filter,
                       a random crop, a random mirror, float CHW in [-1, 1], in batches of 16
  latent-read          DIR/latents.safetensors, moments [N, 8, 32, 32]: a random posterior sample each, in batches of 16
Each timed run is --batches of 16 in a row, workers being kept busy between the runs.
Prints a JSON line: {"workload", "workers", "filter", "median_ms", "min_ms", "max_ms", "per_second", "repeat"}.
"""
import argparse
import json
import pathlib
import random
import statistics
import time

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset

SIDE, BATCH, WARM = 256, 16, 2


class Pictures(Dataset):
    def __init__(self, folder, samples, resample):
        self.files = sorted(p for p in pathlib.Path(folder).iterdir() if p.suffix in (".jpg", ".png"))
        self.length, self.resample = samples, resample

    def __len__(self):
        return self.length

    def __getitem__(self, i):
        picture = Image.open(self.files[random.randrange(len(self.files))]).convert("RGB")
        scale = SIDE / min(picture.size)
        size = [max(SIDE, round(side * scale)) for side in picture.size]
        picture = picture.resize(size, self.resample)
        x, y = (random.randint(0, side - SIDE) for side in size)
        picture = picture.crop((x, y, x + SIDE, y + SIDE))
        if random.random() < 0.5:
            picture = picture.transpose(Image.FLIP_LEFT_RIGHT)
        return torch.from_numpy(np.array(picture)).permute(2, 0, 1).float().div_(127.5).sub_(1)


class Latents(Dataset):
    def __init__(self, folder, samples):
        self.file, self.length, self.moments = str(pathlib.Path(folder) / "latents.safetensors"), samples, None

    def __len__(self):
        return self.length

    def __getitem__(self, i):
        if self.moments is None:
            from safetensors.torch import load_file
            self.moments = load_file(self.file)["moments"]
        mean, logvar = self.moments[random.randrange(len(self.moments))].chunk(2)
        return (mean + torch.exp(0.5 * logvar.clamp(-30, 20)) * torch.randn_like(mean)) * 0.18215


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--filter", choices=["lanczos", "bicubic", "bilinear"], default="lanczos")
    parser.add_argument("--batches", type=int, default=8, help="batches of a timed run")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("workload", choices=["data-jpeg", "data-png", "latent-read"])
    args = parser.parse_args()
    # The last run keeps the workers busy while the one before is timed.
    samples = (WARM + args.repeat + 1) * args.batches * BATCH
    if args.workload == "latent-read":
        dataset = Latents(args.folder, samples)
    else:
        dataset = Pictures(args.folder, samples, getattr(Image, args.filter.upper()))
    batches = iter(DataLoader(dataset, batch_size=BATCH, num_workers=args.workers))
    times = []
    for run in range(WARM + args.repeat):
        start = time.perf_counter()
        for _ in range(args.batches):
            next(batches)
        if run >= WARM:
            times.append((time.perf_counter() - start) * 1e3)
    median = statistics.median(times)
    print(json.dumps({
        "workload": args.workload, "workers": args.workers, "filter": args.filter, "median_ms": median,
        "min_ms": min(times), "max_ms": max(times), "setting": "Pillow " + args.filter if args.workload != "latent-read" else "safetensors",
        "per_second": args.batches * BATCH / median * 1e3, "repeat": args.repeat}))


if __name__ == "__main__":
    main()
