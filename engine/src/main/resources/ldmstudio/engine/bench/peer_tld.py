#!/usr/bin/env python3
"""The transformer's workloads of `ldm bench` in plain PyTorch, on the same machine.

Use: peer_tld.py [--dtype fp32|bf16] [--layout nchw|nhwc] [--repeat 7] [--device cpu|cuda] [tld-step] [tld-sample]

The denoiser has 12 layers of 768 channels and 101 million parameters; weights and inputs are random.
  tld-step    4 latents of 4x32x32, noise level Beta(1, 2.5), squared error of x0, backward, AdamW, moving average
  tld-sample  4 latents, guidance 6 (batch doubled), 15 steps of DPM-Solver++(2M)
Prints one JSON line for each workload, with "median_ms".
"""
import argparse
import json
import math
import statistics
import time

import torch
import torch.nn.functional as F
from torch import nn

WIDTH, LAYERS, HEADS, GRID, PATCH, CHANNELS = 768, 12, 12, 16, 2, 4


class NoiseCode(nn.Module):
    """Sines and cosines of rising frequencies, 1 to 1000 turns."""

    def __init__(self, width=256):
        super().__init__()
        self.register_buffer("speeds", 2 * math.pi * torch.exp(torch.linspace(0, math.log(1000), width // 2)))

    def forward(self, level):
        angles = level[:, None] * self.speeds
        return torch.cat([angles.sin(), angles.cos()], 1)


def heads(x):
    return x.unflatten(2, (HEADS, -1)).transpose(1, 2)


def attend(q, k, v):
    return F.scaled_dot_product_attention(heads(q), heads(k), heads(v)).transpose(1, 2).flatten(2)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.q = nn.Linear(WIDTH, WIDTH, bias=False)
        self.kv = nn.Linear(WIDTH, 2 * WIDTH, bias=False)
        self.mlp = nn.Sequential(nn.Conv2d(WIDTH, 4 * WIDTH, 1),
                                 nn.Conv2d(4 * WIDTH, 4 * WIDTH, 3, padding=1, groups=4 * WIDTH),
                                 nn.GELU(), nn.Conv2d(4 * WIDTH, WIDTH, 1))

    def forward(self, x, told):
        x = x + attend(*self.qkv(self.norm1(x)).chunk(3, 2))
        x = x + attend(self.q(self.norm2(x)), *self.kv(told).chunk(2, 2))
        picture = self.norm3(x).transpose(1, 2).unflatten(2, (GRID, GRID))
        return x + self.mlp(picture).flatten(2).transpose(1, 2)


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        cells = CHANNELS * PATCH * PATCH
        self.code = nn.Sequential(NoiseCode(), nn.Linear(256, WIDTH), nn.GELU(), nn.Linear(WIDTH, WIDTH))
        self.label = nn.Linear(768, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.patches = nn.Conv2d(CHANNELS, cells, PATCH, PATCH)
        self.embed = nn.Sequential(nn.LayerNorm(cells), nn.Linear(cells, WIDTH), nn.LayerNorm(WIDTH))
        self.position = nn.Parameter(torch.randn(GRID * GRID, WIDTH))
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.out = nn.Linear(WIDTH, cells)

    def forward(self, x, level, label):
        told = self.norm(torch.stack([self.code(level), self.label(label)], 1))
        h = self.embed(self.patches(x).flatten(2).transpose(1, 2)) + self.position
        for block in self.blocks:
            h = block(h, told)
        cells = self.out(h).unflatten(1, (GRID, GRID)).unflatten(3, (CHANNELS, PATCH, PATCH))
        return cells.permute(0, 3, 1, 4, 2, 5).reshape(x.shape)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dtype", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nchw")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("workloads", nargs="*", default=["tld-step", "tld-sample"])
    args = parser.parse_args()
    torch.manual_seed(0)
    memory = torch.channels_last if args.layout == "nhwc" else torch.contiguous_format
    network = Denoiser().to(args.device, memory_format=memory)

    def autocast():
        return torch.autocast(args.device.split(":")[0], dtype=torch.bfloat16, enabled=args.dtype == "bf16")

    def normal(*shape):
        return torch.randn(*shape, device=args.device)

    def step():
        network.train()
        average = [p.detach().clone() for p in network.parameters()]
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, fused=True)
        latents, labels = normal(4, CHANNELS, 32, 32), normal(4, 768)
        levels = torch.distributions.Beta(1.0, 2.5)

        def run():
            level = levels.sample((4,)).to(args.device)
            s = level.view(-1, 1, 1, 1)
            with autocast():
                out = network((1 - s) * latents + s * torch.randn_like(latents), level, labels)
            F.mse_loss(out.float(), latents).backward()
            optimizer.step()
            optimizer.zero_grad()
            with torch.no_grad():
                torch._foreach_lerp_(average, list(network.parameters()), 0.001)
        return run

    def sample():
        network.eval()
        labels = normal(8, 768)
        levels = [0.99] + [1 - i / 15 for i in range(1, 15)]

        def log_snr(level):
            return math.log((1 - level) / level)

        @torch.no_grad()
        def run():
            x, before = normal(4, CHANNELS, 32, 32), None
            for i, level in enumerate(levels):
                told = torch.full((8,), level, device=args.device)
                with autocast():
                    hidden, wanted = network(torch.cat([x, x]), told, labels).float().chunk(2)
                start = hidden + 6 * (wanted - hidden)
                if i == len(levels) - 1:
                    return start
                direction = start
                if before is not None:
                    share = (log_snr(levels[i + 1]) - log_snr(level)) / (2 * (log_snr(level) - log_snr(levels[i - 1])))
                    direction = (1 + share) * start - share * before
                x, before = (level - levels[i + 1]) / level * direction + levels[i + 1] / level * x, start
        return run

    for name in args.workloads:
        run = {"tld-step": step, "tld-sample": sample}[name]()
        times = []
        for i in range(args.repeat + 2):
            start = time.perf_counter()
            run()
            if args.device.startswith("cuda"):
                torch.cuda.synchronize()
            if i >= 2:
                times.append((time.perf_counter() - start) * 1e3)
        print(json.dumps({"workload": name, "dtype": args.dtype, "layout": args.layout, "device": args.device,
                          "threads": torch.get_num_threads(), "median_ms": round(statistics.median(times), 1),
                          "min_ms": round(min(times), 1), "max_ms": round(max(times), 1),
                          "parameters": sum(p.numel() for p in network.parameters()),
                          "repeat": args.repeat}), flush=True)


if __name__ == "__main__":
    main()
