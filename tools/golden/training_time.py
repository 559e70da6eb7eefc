"""Times the training steps of bench/training.ts in PyTorch, for bench/training-pytorch.json.

Debian's PyTorch comes with the reference BLAS; OpenBLAS is put in its place by LD_LIBRARY_PATH:

    apt-get install python3-torch python3-torchvision libopenblas0-pthread
    LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/openblas-pthread /usr/bin/python3 tools/golden/training_time.py
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import torch

import networks

THREADS, PAIRS, SIZE, STEPS = 2, 32, 224, 5
BLAS = "/usr/lib/x86_64-linux-gnu/openblas-pthread"
COMMAND = f"LD_LIBRARY_PATH={BLAS} /usr/bin/python3 tools/golden/training_time.py"
CASES = [(False, "symmetric"), (False, "one-sided"), (True, "symmetric"), (True, "one-sided")]


def figures(transformers, loss):
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    net = networks.Siamese(
        networks.ResNet(64, transformers, SIZE), symmetric=loss == "symmetric"
    )
    optimiser = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
    query, support = (torch.randn(PAIRS, 3, SIZE, SIZE) for _ in range(2))
    times = []
    for _ in range(1 + STEPS):
        start = time.perf_counter()
        optimiser.zero_grad()
        net(query, support)[0].backward()
        optimiser.step()
        times.append(1000 * (time.perf_counter() - start))
    times = sorted(times[1:])
    return {
        "transformers": transformers,
        "loss": loss,
        "min": times[0],
        "median": times[len(times) // 2],
        "max": times[-1],
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return "unknown processor"


if len(sys.argv) > 1:
    found = figures(*CASES[int(sys.argv[1])])
    assert "openblas-pthread" in Path("/proc/self/maps").read_text(), "OpenBLAS is not in use"
    print(json.dumps(found))
else:
    # A process for each case: the peak of its memory is that of the case.
    cases = []
    for i in range(len(CASES)):
        run = subprocess.run([sys.executable, __file__, str(i)], capture_output=True, check=True)
        cases.append(json.loads(run.stdout.splitlines()[-1]))
        print(cases[-1], flush=True)
    machine = f"{THREADS} threads of {processor()}, PyTorch {torch.__version__} with OpenBLAS"
    path = Path(__file__).resolve().parents[2] / "bench" / "training-pytorch.json"
    record = {"machine": machine, "command": COMMAND, "cases": cases}
    path.write_text(json.dumps(record, indent=2) + "\n")
