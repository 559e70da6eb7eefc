"""Judges pictures with anomalib's PatchCore for bench/compare/run.ts, which asks by lines of JSON.

The model is anomalib's own, through PyTorch (`--engine torch`), its steps called one after another as
its `forward` does, or its OpenVINO export through its OpenVINOInferencer (`--engine openvino`,
or `openvino-float32`, which computes in single precision where it would take bfloat16 by itself).
"""

# cspell:words pred randperm

import argparse
import importlib.metadata
import json
import math
import os
import sys
import time
from pathlib import Path

import numpy
import torch
from PIL import Image
from torchvision.transforms.v2 import functional

from anomalib.data import InferenceBatch
from anomalib.deploy import OpenVINOInferencer
from anomalib.models import Patchcore

SIZE = 224
# Patches of a picture.
PATCHES = (SIZE // 8) ** 2


def now():
    return 1000 * time.perf_counter()


def decode(path):
    """As anomalib's read_image does, but for the scaling, which counts as preprocessing. [H, W, 3]"""
    return numpy.array(Image.open(path).convert("RGB"))


def to_tensor(picture):
    """[H, W, 3] of bytes -> [1, 3, H, W] from 0 to 1, as read_image(as_tensor=True) does."""
    image = functional.to_image(picture)
    return functional.to_dtype(image, torch.float32, scale=True).unsqueeze(0)


def load_weights(model, file):
    """torchvision's ResNet-18 to layer3; the layers above are not computed."""
    with numpy.load(file) as arrays:
        state = {key: torch.from_numpy(arrays[key]) for key in arrays.files}
    extractor = model.model.feature_extractor.feature_extractor
    missing, strange = extractor.load_state_dict(state, strict=False)
    lacking = [key for key in missing if "num_batches" not in key]
    if lacking or strange:
        raise SystemExit(f"{file}: lacks {lacking[:3]}, has {strange[:3]} besides")


def learn(arguments):
    """A model with its memory bank, as Engine.fit leaves it."""
    torch.manual_seed(0)
    model = Patchcore(
        backbone="resnet18",
        layers=["layer2", "layer3"],
        pre_trained=False,
        pre_processor=Patchcore.configure_pre_processor((SIZE, SIZE)),
        evaluator=False,
        visualizer=False,
    )
    if arguments.weights:
        load_weights(model, arguments.weights)
    pictures = [model.pre_processor(to_tensor(decode(path))) for path in arguments.support]
    patches = model.model
    patches.train()
    patches.feature_extractor.eval()
    # As many turned copies as have the rows that are asked for.
    turns = max(1, math.ceil(arguments.rows / (PATCHES * len(pictures))))
    for turn in range(turns):
        for picture in pictures:
            patches(functional.rotate(picture, 360 * turn / turns))
    if arguments.rows:
        rows = torch.vstack(patches.embedding_store)
        # Which rows is one for the time that a search takes.
        patches.memory_bank = rows[torch.randperm(len(rows))[: arguments.rows]].clone()
    else:
        model.fit()
    patches.embedding_store.clear()
    model.eval()
    with torch.inference_mode():
        scores = [patches(picture).pred_score.max() for picture in pictures]
    threshold = 1.5 * torch.stack(scores).max() + 1e-3
    for name in ("image", "pixel"):
        setattr(model.post_processor, f"_{name}_threshold", threshold.clone())
        setattr(model.post_processor, f"{name}_min", torch.zeros_like(threshold))
        setattr(model.post_processor, f"{name}_max", 2 * threshold)
    return model


class TorchEngine:
    def __init__(self, model):
        self.model = model

    def judge(self, picture, lap):
        """The steps of AnomalibModule.forward and PatchcoreModel.forward, in their order."""
        model, patches = self.model, self.model.model
        with torch.inference_mode():
            batch = model.pre_processor(to_tensor(picture))
            lap("preprocess")
            features = patches.feature_extractor(batch)
            features = {key: patches.feature_pooler(one) for key, one in features.items()}
            embedding = patches.generate_embedding(features)
            height, width = embedding.shape[-2:]
            embedding = patches.reshape_embedding(embedding)
            lap("features")
            scores, locations = patches.nearest_neighbors(embedding=embedding, n_neighbors=1)
            lap("search")
            scores, locations = scores.reshape((1, -1)), locations.reshape((1, -1))
            score = patches.compute_anomaly_score(scores, locations, embedding)
            scores = scores.reshape((1, 1, height, width))
            anomaly_map = patches.anomaly_map_generator(scores, batch.shape[-2:])
            result = InferenceBatch(pred_score=score, anomaly_map=anomaly_map)
            result = model.post_processor(result)
            lap("map")
        return float(result.pred_score.max()), bool(result.pred_label.max())


class OpenVinoEngine:
    """One graph from preprocessing to verdict, so that its time is one figure."""

    def __init__(self, model, threads, picture, precision):
        # The shape that it takes: a batch of one, of the pictures' size. By default the batch of the export is
        # to be of any size, and comes out fixed at the two that it is traced with.
        path = model.to_openvino(
            ".", input_size=picture.shape[:2], onnx_kwargs={"dynamic_shapes": None}
        )
        config = {"INFERENCE_NUM_THREADS": str(threads), "PERFORMANCE_HINT": "LATENCY"}
        if precision is not None:
            config["INFERENCE_PRECISION_HINT"] = precision
        self.inferencer = OpenVINOInferencer(path, device="CPU", config=config)

    def judge(self, picture, lap):
        tensor = self.inferencer.pre_process(picture)
        lap("preprocess")
        outputs = self.inferencer.model({self.inferencer.input_blob.any_name: tensor})
        result = self.inferencer.post_process(outputs)
        lap("features")
        return float(result["pred_score"].max()), bool(result["pred_label"].max())


def peak():
    """Peak of this process's memory, MiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return None


def answer(engine, path, is_decoded, known):
    if is_decoded and path not in known:
        known[path] = decode(path)
    times = {}
    last = start = now()

    def lap(stage):
        nonlocal last
        moment = now()
        times[stage] = moment - last
        last = moment

    picture = known[path] if is_decoded else decode(path)
    lap("decode")
    score, is_anomalous = engine.judge(picture, lap)
    return {**times, "total": now() - start, "score": score, "isAnomalous": is_anomalous}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", choices=["torch", "openvino", "openvino-float32"], required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--rows", type=int, default=0, help="of the bank; 0: the coreset of 10 %%")
    parser.add_argument("--weights", help="torchvision's ResNet-18, .npz; random by default")
    parser.add_argument("--work", required=True)
    parser.add_argument("support", nargs="+")
    arguments = parser.parse_args()
    # Answers alone go to standard output.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    torch.set_num_threads(arguments.threads)
    model = learn(arguments)
    os.makedirs(arguments.work, exist_ok=True)
    os.chdir(arguments.work)
    if arguments.engine == "torch":
        engine = TorchEngine(model)
    else:
        precision = "f32" if arguments.engine == "openvino-float32" else None
        picture = decode(arguments.support[0])
        engine = OpenVinoEngine(model, arguments.threads, picture, precision)
    names = ["anomalib", "torch", "openvino", "pillow"]
    versions = {name: importlib.metadata.version(name) for name in names}
    rows = len(model.model.memory_bank)
    print(json.dumps({"rows": rows, "versions": versions}), file=answers, flush=True)
    known = {}
    for line in sys.stdin:
        request = json.loads(line)
        if request.get("isEnd"):
            reply = {"peak": peak()}
        else:
            reply = answer(engine, request["path"], request["isDecoded"], known)
        print(json.dumps(reply), file=answers, flush=True)
        if request.get("isEnd"):
            return


main()
