"""sbom-libtorch.json: the Python packages of which the profile cuda packs the libraries, as CycloneDX, for scanners.

usage: python3 libtorch_sbom.py FOLDER      the folder that pip installed torch into; the file is written there
"""

import json
import sys
from importlib import metadata
from pathlib import Path


def is_packed(name):
    """As in libtorch.xml: what else pip brings is Python's own half."""
    return name == "torch" or name.startswith("nvidia-")


def component(package):
    name, version = package.metadata["Name"].lower().replace("_", "-"), package.version
    part = {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}
    licence = package.metadata.get("License-Expression") or package.metadata.get("License")
    if licence:
        part["licenses"] = [{"license": {"name": licence.strip().splitlines()[0]}}]
    return part


def main(folder):
    packages = (package for package in metadata.distributions(path=[folder]))
    parts = [component(package) for package in packages if is_packed(package.metadata["Name"].lower().replace("_", "-"))]
    if not any(part["name"] == "torch" for part in parts):
        sys.exit(f"{folder} holds no torch")
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": sorted(parts, key=lambda part: part["purl"]),
    }
    (Path(folder) / "sbom-libtorch.json").write_text(json.dumps(bom, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
