import { ModelError } from '../errors.ts';
import {
  ENTRY,
  EXTERNAL,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  TENSOR,
  TENSOR_SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './onnx.ts';
import { DATA_TYPES, type Dim, type Shape } from './value.ts';
import { Message } from './wire.ts';

/** What a file says of a value. */
export interface TensorInfo {
  /** Its name. */
  readonly name: string;
  /** `float32` and the like, `type 11` for those without a name here; undefined if not stated. */
  readonly type: string | undefined;
  /** Sizes, `?` for one without number and name; undefined if not stated. */
  readonly shape: Shape | undefined;
}

/** What an .onnx file holds, apart from its weights. */
export interface OnnxFile {
  /** Program that wrote it, and its version. */
  readonly producer: string;
  /** Version of each set of operators, by domain; `''` is ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  /** The file's `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What a caller feeds; weights that a file lists as inputs too are left out. */
  readonly inputs: readonly TensorInfo[];
  /** What a caller may ask for. */
  readonly outputs: readonly TensorInfo[];
  /** All that nodes compute, in their order; any of it can be made an output. */
  readonly computed: readonly TensorInfo[];
  /** Whether weights stand in files beside this one. */
  readonly hasExternalWeights: boolean;
}

/**
 * Reads what an .onnx file holds. Weights are skipped, not copied.
 *
 * @param bytes - The file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if the bytes are no ONNX model, or are damaged.
 */
export function readOnnx(bytes: Uint8Array, file: string): OnnxFile {
  const model = decoding(file, () => describe(new Message(bytes)));
  if (model.opsets.size > 0 && model.outputs.length > 0) return model;
  throw new ModelError(
    file,
    'it has no operator sets or no outputs: expected an ONNX model',
    'Pass a file that was exported as .onnx.',
  );
}

/**
 * Runs `read`, which decodes an .onnx file: whatever the decoder stumbles over is damage of the file.
 *
 * @throws {@link ModelError} if `read` throws.
 */
export function decoding<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const fault = cause instanceof Error ? cause.message : String(cause);
    throw new ModelError(
      file,
      `it cannot be decoded (${fault}): expected an ONNX model`,
      'Pass a complete file that was exported as .onnx; copy it again if it was cut off.',
      { cause },
    );
  }
}

/** A ValueInfoProto. */
function tensorInfo(message: Message): TensorInfo {
  const tensor = message.messages(VALUE_INFO.type).at(-1)?.messages(TYPE.tensor).at(-1);
  const shape = tensor?.messages(TENSOR_TYPE.shape).at(-1);
  return {
    name: message.text(VALUE_INFO.name),
    type: tensor && typeName(tensor.integer(TENSOR_TYPE.elementType)),
    shape: shape?.messages(TENSOR_SHAPE.dim).map(dimOf),
  };
}

function describe(model: Message): OnnxFile {
  // Protobuf lets a message come in pieces, to be joined.
  const graphs = model.messages(MODEL.graph);
  const partsOf = (field: number): Message[] => graphs.flatMap((graph) => graph.messages(field));

  const weights = partsOf(GRAPH.initializer);
  const weightNames = new Set(weights.map((tensor) => tensor.text(TENSOR.name)));
  const outputs = partsOf(GRAPH.output).map(tensorInfo);
  const described = [...partsOf(GRAPH.valueInfo).map(tensorInfo), ...outputs];
  const infoOf = new Map(described.map((info) => [info.name, info]));
  return {
    producer: `${model.text(MODEL.producerName)} ${model.text(MODEL.producerVersion)}`.trim(),
    opsets: new Map(
      model
        .messages(MODEL.opsetImport)
        .map((m) => [m.text(OPSET.domain), m.integer(OPSET.version)]),
    ),
    metadata: new Map(
      model.messages(MODEL.metadataProps).map((m) => [m.text(ENTRY.key), m.text(ENTRY.value)]),
    ),
    inputs: partsOf(GRAPH.input)
      .map(tensorInfo)
      .filter((info) => !weightNames.has(info.name)),
    outputs,
    computed: partsOf(GRAPH.node)
      .flatMap((node) => node.texts(NODE.output))
      .map((name) => infoOf.get(name) ?? { name, type: undefined, shape: undefined }),
    hasExternalWeights: weights.some((tensor) => tensor.integer(TENSOR.dataLocation) === EXTERNAL),
  };
}

function typeName(code: number): string {
  const entry = Object.entries(DATA_TYPES).find(([, number]) => number === code);
  return entry?.[0] ?? `type ${code}`;
}

/** A size without number and name is unknown; 0 is a size that nobody exports. */
function dimOf(dim: Message): Dim {
  return dim.text(TENSOR_SHAPE.parameter) || dim.integer(TENSOR_SHAPE.value) || '?';
}
