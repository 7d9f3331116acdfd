"""Times the training steps of CBD as its authors take them, in Python PyTorch.

Written from the description of the method, not copied: WRN-16-1, SGD with Nesterov momentum, one
batch at a time through a DataLoader that crops, flips and cuts each image on the host. The steps
are those of `cbd bench step`:

  phase-a         a step of the backdoored model
  phase-b         a step of the clean model by re-weighting alone
  phase-b-critic  a critic step and a step of the clean model against it

    python docs/bench/authors_loop.py --threads 1 --steps 20

Run it with the same MALLOC_* variables as ./cbd sets, and take turns with `cbd bench step`.
"""

import argparse
import resource
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inner, outer, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outer)
        self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
        self.skip = None if inner == outer else nn.Conv2d(inner, outer, 1, stride, bias=False)

    def forward(self, x):
        a = F.relu(self.bn1(x))
        main = self.conv2(F.relu(self.bn2(self.conv1(a))))
        return main + (x if self.skip is None else self.skip(a))


class WideResNet(nn.Module):
    def __init__(self, depth=16, widen=1, classes=10):
        super().__init__()
        layers, inner = [nn.Conv2d(3, 16, 3, 1, 1, bias=False)], 16
        for group in range(3):
            outer = (16 << group) * widen
            for i in range((depth - 4) // 6):
                layers.append(Block(inner, outer, 2 if i == 0 and group > 0 else 1))
                inner = outer
        self.body = nn.Sequential(*layers, nn.BatchNorm2d(inner), nn.ReLU())
        self.fc = nn.Linear(inner, classes)

    def forward(self, x):
        embedding = F.avg_pool2d(self.body(x), 8).flatten(1)
        return embedding, self.fc(embedding)


class Critic(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.first, self.second = nn.Linear(2 * width, width), nn.Linear(width, 1)

    def forward(self, r, z):
        x = F.dropout(torch.cat([r, z], 1), 0.2)
        return self.second(F.dropout(F.leaky_relu(self.first(x)), 0.2))


def estimate(critic, r, z):
    return 0.01 * (critic(r, z).mean() - critic(r, torch.roll(z, -1, 0)).mean())


@torch.no_grad()
def normalize(critic):
    for parameter in critic.parameters():
        w = parameter.view(parameter.shape[0], -1)
        u = torch.ones(1, w.shape[1], device=w.device)
        for _ in range(5):
            v = F.normalize(u @ w.t())
            u = F.normalize(v @ w)
        parameter.div_(torch.sqrt(u @ w.t() @ v.t()).squeeze())


class Noise(torch.utils.data.Dataset):
    """Images in memory, augmented one by one: padding and crop, flip, a cutout of 2."""

    def __init__(self, n):
        self.images = torch.randint(0, 256, (n, 3, 32, 32), dtype=torch.uint8)
        self.labels = torch.randint(0, 10, (n,))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        x = F.pad(self.images[i].float() / 255, (4, 4, 4, 4))
        top, left = torch.randint(0, 9, (2,)).tolist()
        x = x[:, top : top + 32, left : left + 32]
        if torch.rand(()) < 0.5:
            x = x.flip(2)
        y, x0 = torch.randint(0, 32, (2,)).tolist()
        x = x.clone()
        x[:, max(0, y - 1) : y + 1, max(0, x0 - 1) : x0 + 1] = 0
        return x, self.labels[i]


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--steps", type=int, default=20)
    options.add_argument("--warm-up", type=int, default=5)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--device", default="cpu")
    o = options.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(o.threads)
    device = torch.device(o.device)
    loader = torch.utils.data.DataLoader(
        Noise(o.batch * (o.steps + o.warm_up)), o.batch, shuffle=True
    )
    backdoored, clean = WideResNet().to(device), WideResNet().to(device)
    critic = Critic().to(device)
    sgd = {
        net: torch.optim.SGD(net.parameters(), 0.1, 0.9, weight_decay=1e-4, nesterov=True)
        for net in (backdoored, clean)
    }
    adam = torch.optim.Adam(critic.parameters(), 0.2)
    each = nn.CrossEntropyLoss(reduction="none")

    def phase_a(x, y):
        sgd[backdoored].zero_grad()
        each(backdoored(x)[1], y).mean().backward()
        sgd[backdoored].step()

    def critic_step(x, y):
        with torch.no_grad():
            r, z = backdoored(x)[0], clean(x)[0]
        adam.zero_grad()
        (-estimate(critic, r, z)).backward()
        adam.step()
        normalize(critic)

    def clean_step(x, y, against):
        with torch.no_grad():
            r, logits = backdoored(x)
            hard = each(logits, y)
        z, logits = clean(x)
        loss = each(logits, y)
        weight = hard / (loss.detach() + hard + 1e-8)
        total = (weight / weight.sum() * len(weight) * loss).mean()
        if against:
            total = total + estimate(critic, r, z)
        sgd[clean].zero_grad()
        total.backward()
        sgd[clean].step()
        total.item()  # the authors' loop sums the losses on the host

    def timed(name, *steps):
        wall = cpu = 0.0
        for step in steps:
            for i, (x, y) in enumerate(loader):
                step(x.to(device), y.to(device))
                if i == o.warm_up - 1:
                    if device.type == "cuda":
                        torch.cuda.synchronize()
                    started, used = time.perf_counter(), cpu_seconds()
            if device.type == "cuda":
                torch.cuda.synchronize()
            wall += time.perf_counter() - started
            cpu += cpu_seconds() - used
        print(
            f"{name:15s} threads {o.threads} batch {o.batch}"
            f"  mean ms {1000 * wall / o.steps:8.1f}  cpu ms {1000 * cpu / o.steps:8.1f}"
            f"  images/s {o.batch * o.steps / wall:7.0f}"
        )

    print("torch", torch.__version__, device)
    timed("phase-a", phase_a)
    backdoored.eval()
    timed("phase-b", lambda x, y: clean_step(x, y, False))
    timed("phase-b-critic", critic_step, lambda x, y: clean_step(x, y, True))


if __name__ == "__main__":
    main()
