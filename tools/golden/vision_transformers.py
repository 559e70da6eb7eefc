"""Feature maps of narrow vision transformers, by implementations of others: those of `transformers` and
`timm`, loaded with state dicts of published key names.

Weights and pictures come from a rule (`values_of`, repeated by test/golden/vision-transformer.test.ts)
and are not stored. Position embeddings are interpolated by `torch.nn.functional.interpolate` with the
arguments of each network's own repository, since `transformers` and `timm` use others. Float64.

Needs newer libraries than the other scripts, so all.py leaves it out: in a virtual environment with
torch 2, transformers 5 and timm 1, run `python tools/golden/vision_transformers.py`."""

import tempfile
from pathlib import Path

import timm.models.vision_transformer as timm_vit
import torch
import transformers
from safetensors.torch import save_file
from torch.nn.functional import interpolate

from common import array, save, uniform

SEED = 3
WIDTH = 128  # two heads of 64
HIDDEN = 256
DEPTH = 2
TRAINED = 5  # side of the grid
SIDES = [(6, 1), (3, 2)]  # of the grid, and pictures


def values_of(key, shape):
    """The rule: close to what training leaves, so that no branch is lost in another."""
    if key.endswith(("cls_token", "register_tokens", "mask_token", "position_embeddings", "pos_embed")):
        return uniform(SEED, key, shape)
    if len(shape) > 1:
        fan_in = torch.Size(shape[1:]).numel()
        bound = (3 / fan_in) ** 0.5
        return uniform(SEED, key, shape, -bound, bound)
    if key.endswith(("weight", "lambda1", "gamma")):
        return uniform(SEED, key, shape, 0.5, 1.5)
    return uniform(SEED, key, shape, -0.3, 0.3)


def linear(key, inputs, outputs, bias=True):
    return {f"{key}.weight": (outputs, inputs), **({f"{key}.bias": (outputs,)} if bias else {})}


def norm(key):
    return {f"{key}.weight": (WIDTH,), f"{key}.bias": (WIDTH,)}


def convolution(key, patch):
    return {f"{key}.weight": (WIDTH, 3, patch, patch), f"{key}.bias": (WIDTH,)}


def tokens(key, count):
    return {key: (1, count, WIDTH)}


def dinov2_shapes(patch, registers):
    shapes = {
        **tokens("embeddings.cls_token", 1),
        "embeddings.mask_token": (1, WIDTH),
        **tokens("embeddings.position_embeddings", TRAINED**2 + 1),
        **convolution("embeddings.patch_embeddings.projection", patch),
        **norm("layernorm"),
    }
    if registers:
        shapes |= tokens("embeddings.register_tokens", registers)
    for i in range(DEPTH):
        layer = f"encoder.layer.{i}"
        for name in ["query", "key", "value"]:
            shapes |= linear(f"{layer}.attention.attention.{name}", WIDTH, WIDTH)
        shapes |= linear(f"{layer}.attention.output.dense", WIDTH, WIDTH)
        shapes |= linear(f"{layer}.mlp.fc1", WIDTH, HIDDEN) | linear(f"{layer}.mlp.fc2", HIDDEN, WIDTH)
        shapes |= norm(f"{layer}.norm1") | norm(f"{layer}.norm2")
        shapes |= {f"{layer}.layer_scale{k}.lambda1": (WIDTH,) for k in (1, 2)}
    return shapes


def dinov3_shapes(patch, registers):
    shapes = {
        **tokens("embeddings.cls_token", 1),
        **tokens("embeddings.mask_token", 1),
        **tokens("embeddings.register_tokens", registers),
        **convolution("embeddings.patch_embeddings", patch),
        **norm("norm"),
    }
    for i in range(DEPTH):
        layer = f"layer.{i}"
        for name in ["q", "k", "v", "o"]:
            shapes |= linear(f"{layer}.attention.{name}_proj", WIDTH, WIDTH, bias=name != "k")
        shapes |= linear(f"{layer}.mlp.up_proj", WIDTH, HIDDEN)
        shapes |= linear(f"{layer}.mlp.down_proj", HIDDEN, WIDTH)
        shapes |= norm(f"{layer}.norm1") | norm(f"{layer}.norm2")
        shapes |= {f"{layer}.layer_scale{k}.lambda1": (WIDTH,) for k in (1, 2)}
    return shapes


def vit_shapes(patch):
    """As `transformers` published ViT, and DINO among them."""
    shapes = {
        **tokens("embeddings.cls_token", 1),
        **tokens("embeddings.position_embeddings", TRAINED**2 + 1),
        **convolution("embeddings.patch_embeddings.projection", patch),
        **norm("layernorm"),
        **linear("pooler.dense", WIDTH, WIDTH),
    }
    for i in range(DEPTH):
        layer = f"encoder.layer.{i}"
        for name in ["query", "key", "value"]:
            shapes |= linear(f"{layer}.attention.attention.{name}", WIDTH, WIDTH)
        shapes |= linear(f"{layer}.attention.output.dense", WIDTH, WIDTH)
        shapes |= linear(f"{layer}.intermediate.dense", WIDTH, HIDDEN)
        shapes |= linear(f"{layer}.output.dense", HIDDEN, WIDTH)
        shapes |= norm(f"{layer}.layernorm_before") | norm(f"{layer}.layernorm_after")
    return shapes


def state_of(shapes):
    return {key: torch.from_numpy(values_of(key, shape)) for key, shape in shapes.items()}


def from_published(model_class, config, shapes):
    """A model loaded as its users load it, from a folder with a state dict of published keys."""
    with tempfile.TemporaryDirectory() as folder:
        save_file(state_of(shapes), Path(folder) / "model.safetensors", {"format": "pt"})
        config.save_pretrained(folder)
        model, info = model_class.from_pretrained(folder, output_loading_info=True)
    for fault in ["missing_keys", "unexpected_keys", "mismatched_keys"]:
        assert not info[fault], (fault, info[fault])
    return model.double().eval()


def positions(trained, side, how):
    """Position embeddings of another grid, the class token's in front."""
    own, grid = trained[:, :1], trained[:, 1:]
    if side == TRAINED:
        return trained
    grid = grid.reshape(1, TRAINED, TRAINED, WIDTH).permute(0, 3, 1, 2)
    if how["offset"]:
        scale = (side + how["offset"]) / TRAINED
        grid = interpolate(grid, scale_factor=(scale, scale), mode="bicubic")
    else:
        grid = interpolate(grid, size=(side, side), mode="bicubic", antialias=how["antialias"])
    assert grid.shape[2:] == (side, side)
    return torch.cat([own, grid.permute(0, 2, 3, 1).reshape(1, -1, WIDTH)], 1)


def maps_of(hidden, norm_layer, leading, side):
    maps = {}
    for i, x in enumerate(hidden):
        patches = norm_layer(x)[:, leading:]
        maps[f"block{i + 1}"] = patches.transpose(1, 2).reshape(-1, WIDTH, side, side)
    return maps


def transformers_maps(model, x, side, how, leading):
    embeddings = model.embeddings
    trained = getattr(embeddings, "position_embeddings", None)
    if trained is not None:
        embeddings.position_embeddings = torch.nn.Parameter(positions(trained, side, how))
        for module in [embeddings, embeddings.patch_embeddings]:
            module.image_size = x.shape[2:]
    result = model(x, output_hidden_states=True)
    states = result.hidden_states
    if trained is not None:
        embeddings.position_embeddings = trained
    final = model.norm if hasattr(model, "norm") else model.layernorm
    assert torch.allclose(final(states[-1]), result.last_hidden_state, atol=1e-12)
    return maps_of(states[1:], final, leading, side)


def timm_maps(model, x, side, how, leading):
    trained = model.pos_embed
    model.pos_embed = torch.nn.Parameter(positions(trained, side, how))
    model.patch_embed.img_size = (x.shape[2], x.shape[3])
    hidden = []
    hooks = [b.register_forward_hook(lambda _, __, y: hidden.append(y)) for b in model.blocks]
    model.forward_features(x)
    for hook in hooks:
        hook.remove()
    model.pos_embed = trained
    return maps_of(hidden, model.norm, leading, side)


COMMON = dict(hidden_size=WIDTH, num_hidden_layers=DEPTH, num_attention_heads=2)


def dinov2(registers):
    size = {"image_size": TRAINED * 14, "patch_size": 14, "mlp_ratio": HIDDEN // WIDTH}
    shapes = dinov2_shapes(14, registers)
    if registers:
        config = transformers.Dinov2WithRegistersConfig(
            **COMMON, **size, num_register_tokens=registers
        )
        return from_published(transformers.Dinov2WithRegistersModel, config, shapes), shapes
    config = transformers.Dinov2Config(**COMMON, **size)
    return from_published(transformers.Dinov2Model, config, shapes), shapes


def dinov3():
    shapes = dinov3_shapes(16, 4)
    config = transformers.DINOv3ViTConfig(
        **COMMON, intermediate_size=HIDDEN, patch_size=16, num_register_tokens=4, key_bias=False
    )
    return from_published(transformers.DINOv3ViTModel, config, shapes), shapes


def dino():
    shapes = vit_shapes(16)
    config = transformers.ViTConfig(
        **COMMON,
        intermediate_size=HIDDEN,
        image_size=TRAINED * 16,
        patch_size=16,
        layer_norm_eps=1e-6,  # of the original; the published configuration has 1e-12
    )
    return from_published(transformers.ViTModel, config, shapes), shapes


def deit():
    model = timm_vit.VisionTransformer(
        img_size=TRAINED * 16,
        patch_size=16,
        embed_dim=WIDTH,
        depth=DEPTH,
        num_heads=2,
        mlp_ratio=HIDDEN / WIDTH,
        num_classes=10,
    )
    shapes = {key: tuple(value.shape) for key, value in model.state_dict().items()}
    model.load_state_dict(state_of(shapes))
    return model.double().eval(), shapes


OFFSET = {"offset": 0.1, "antialias": False}
PLAIN = {"offset": 0, "antialias": False}
ANTIALIASED = {"offset": 0, "antialias": True}
NETWORKS = {
    "dinov2-small": (dinov2(0), transformers_maps, OFFSET, 14, 1),
    "dinov2-small-registers": (dinov2(4), transformers_maps, ANTIALIASED, 14, 5),
    "dinov3-small": (dinov3(), transformers_maps, None, 16, 5),
    "dino-small": (dino(), transformers_maps, OFFSET, 16, 1),
    "deit-tiny": (deit(), timm_maps, PLAIN, 16, 1),
}

with torch.no_grad():
    for name, ((model, shapes), run, how, patch, leading) in NETWORKS.items():
        cases = []
        for side, pictures in SIDES:
            shape = (pictures, 3, side * patch, side * patch)
            x = torch.from_numpy(uniform(SEED, f"picture/{side}", shape, -2.0, 2.0)).double()
            maps = run(model, x, side, how, leading)
            cases.append({"shape": shape, "maps": {k: array(y.numpy()) for k, y in maps.items()}})
        arrays = [{"key": key, "shape": list(shape)} for key, shape in shapes.items()]
        save(f"nn/{name}", {"arrays": arrays, "cases": cases}, SEED)

    grids = []
    for trained, side, how in [
        (37, 32, OFFSET),
        (14, 28, OFFSET),
        (14, 28, PLAIN),
        (14, 9, PLAIN),
        (37, 32, ANTIALIASED),
        (37, 48, ANTIALIASED),
        (16, 7, ANTIALIASED),
    ]:
        TRAINED, WIDTH = trained, 1
        values = uniform(SEED, f"grid/{trained}", (1, trained**2 + 1, 1))
        result = positions(torch.from_numpy(values).double(), side, how)[0, 1:]
        grids.append({"from": trained, "to": side, **how, "grid": array(result.numpy())})
    save("nn/position-grids", {"grids": grids}, SEED)
