"""What PyTorch makes of the networks that PyTorchParityTest writes (pip install torch torchvision safetensors).

CBD_PARITY_FOLDER=/tmp/parity ./mvnw -pl worker -am -Dtest=PyTorchParityTest -Dsurefire.failIfNoSpecifiedTests=false test
python pytorch_logits.py /tmp/parity > worker/src/test/resources/golden/pytorch-logits.properties
"""

import pathlib
import sys

import torch
import torchvision
from safetensors.torch import load_file
from torch import nn
from torch.nn.functional import relu


class WideBlock(nn.Module):
    """The block of the CBD authors' network; with other names that of kuangliu/pytorch-cifar's PreActResNet."""

    def __init__(self, inside, outside, stride, skip):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inside)
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.skip = skip
        if inside != outside:
            convolution = nn.Conv2d(inside, outside, 1, stride, bias=False)
            setattr(self, skip, nn.Sequential(convolution) if skip == "shortcut" else convolution)

    def forward(self, x):
        activated = relu(self.bn1(x))
        side = getattr(self, self.skip)(activated) if hasattr(self, self.skip) else x
        return self.conv2(relu(self.bn2(self.conv1(activated)))) + side


def blocks(count, inside, outside, stride, skip):
    return [WideBlock(outside if i else inside, outside, 1 if i else stride, skip) for i in range(count)]


class Group(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.layer = nn.Sequential(*blocks(*sizes, "convShortcut"))

    def forward(self, x):
        return self.layer(x)


class WideResNet(nn.Module):
    def __init__(self, depth, widen, classes):
        super().__init__()
        n = (depth - 4) // 6
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.block1 = Group(n, 16, 16 * widen, 1)
        self.block2 = Group(n, 16 * widen, 32 * widen, 2)
        self.block3 = Group(n, 32 * widen, 64 * widen, 2)
        self.bn1 = nn.BatchNorm2d(64 * widen)
        self.fc = nn.Linear(64 * widen, classes)

    def forward(self, x):
        x = self.block3(self.block2(self.block1(self.conv1(x))))
        return self.fc(relu(self.bn1(x)).mean((2, 3)))


class PreActResNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        self.layer1 = nn.Sequential(*blocks(2, 64, 64, 1, "shortcut"))
        self.layer2 = nn.Sequential(*blocks(2, 64, 128, 2, "shortcut"))
        self.layer3 = nn.Sequential(*blocks(2, 128, 256, 2, "shortcut"))
        self.layer4 = nn.Sequential(*blocks(2, 256, 512, 2, "shortcut"))
        self.linear = nn.Linear(512, classes)

    def forward(self, x):
        x = self.layer4(self.layer3(self.layer2(self.layer1(self.conv1(x)))))
        return self.linear(x.mean((2, 3)))


def network(name, classes):
    if name.startswith("wrn"):
        return WideResNet(*map(int, name.split("-")[1:]), classes)
    if name.startswith("preact"):
        return PreActResNet(classes)
    resnet = getattr(torchvision.models, "resnet" + name.split("-")[1])(num_classes=classes)
    if not name.endswith("imagenet"):
        resnet.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        resnet.maxpool = nn.Identity()
    return resnet


def images(n, size):
    i = torch.arange(n * 3 * size * size, dtype=torch.int64)
    return (((i * 2654435761) >> 8) & 255).float().div(255).reshape(n, 3, size, size)


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(f"# Logits of two images, by PyTorch {torch.__version__} on the CPU; see pytorch_logits.py.")
    for file in sorted(pathlib.Path(sys.argv[1]).glob("*.safetensors")):
        model = network(file.stem, 10)
        model.load_state_dict(load_file(file))
        with torch.no_grad():
            logits = model.eval()(images(2, 64 if file.stem.endswith("imagenet") else 32))
        print(f"{file.stem}={' '.join(f'{x:.7g}' for x in logits.flatten().tolist())}")
