import { ModelError } from '../errors.ts';
import { bytesOf } from './builder.ts';
import { constantConvolutions, type ConstantConvolution, graphFields } from './convolutions.ts';
import { extractOutputs } from './extract.ts';
import { type StoredTensor, writeNode, writeTensor } from './messages.ts';
import { GRAPH, MODEL, NODE } from './onnx.ts';
import { decoding, readOnnx } from './read.ts';
import { Message, MessageWriter } from './wire.ts';

/** Between which numbers a value lies. */
export interface ValueRange {
  /** What becomes the least number of 8 bits, if it is below 0. */
  readonly low: number;
  /** What becomes the greatest, if it is above 0. */
  readonly high: number;
}

/** The first version of ONNX's operators that has convolutions of integers. */
const QUANTIZED_OPSET = 10;

/**
 * Greatest weight, of 7 bits with the sign: processors without VNNI add two products in 16 bits, and
 * 2 · 255 · 63 is below 2^15, while two products of weights of 8 bits could be cut off.
 */
const WEIGHT_MAX = 63;

/** Greatest activation, of 8 bits without sign. */
const ACTIVATION_MAX = 255;

/** A bias of more units would come near the end of 32 bits. */
const BIAS_MAX = 2 ** 30;

/**
 * The values whose ranges {@link quantizeConvolutions} needs: what convolutions with constant weights
 * take and give.
 *
 * @param bytes - An .onnx file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if the file is damaged or of old operators, or has no convolution to quantize.
 */
export function quantizedValues(bytes: Uint8Array, file: string): string[] {
  const convolutions = convolutionsIn(bytes, file);
  return [...new Set(convolutions.flatMap(({ input, output }) => [input, output]))];
}

/**
 * Computes the convolutions of a model in integers: activations of 8 bits, one scale a value; weights
 * of 7 bits, one scale a channel; sums of 32 bits. A ReLU behind a convolution becomes the lower end of
 * its range. All else stays single precision, also the convolutions that read the picture: they have
 * few channels, and the whole network hangs on them.
 *
 * Scheme: Jacob et al., Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference (arXiv:1712.05877), section 2.
 *
 * @param bytes - An .onnx file, shape [length].
 * @param ranges - Of all {@link quantizedValues}.
 * @param file - Its name, for messages.
 * @returns An .onnx file of the same outputs, shape [length].
 * @throws {@link ModelError} if the file is damaged or of old operators, or has no convolution to quantize.
 */
export function quantizeConvolutions(
  bytes: Uint8Array,
  ranges: ReadonlyMap<string, ValueRange>,
  file: string,
): Uint8Array {
  const convolutions = convolutionsIn(bytes, file);
  const byResult = new Map(convolutions.map((one) => [one.result, one]));
  const absorbed = new Set(convolutions.map(({ output }) => output));
  const model = new Message(bytes);
  const writer = new MessageWriter();
  for (const field of model.fields) if (field.number !== MODEL.graph) writer.raw(field.raw);
  writer.message(MODEL.graph, (message) => {
    const quantizer = new Quantizer(message, ranges);
    for (const field of graphFields(model)) {
      const [result = ''] = field.number === GRAPH.node ? field.message.texts(NODE.output) : [];
      const convolution = byResult.get(result);
      if (convolution) quantizer.write(convolution);
      else if (!absorbed.has(result)) message.raw(field.raw);
    }
  });
  // Leaves out weights of single precision, and values that nobody reads.
  const outputs = readOnnx(bytes, file).outputs.map(({ name }) => name);
  return extractOutputs(writer.finish(), outputs, file);
}

function convolutionsIn(bytes: Uint8Array, file: string): readonly ConstantConvolution[] {
  const { opsets, inputs } = readOnnx(bytes, file);
  const opset = opsets.get('') ?? 0;
  if (opset < QUANTIZED_OPSET) {
    throw new ModelError(
      file,
      `its operators are of version ${opset}: expected at least ${QUANTIZED_OPSET} to quantize it`,
      'Export it with a newer operator set.',
    );
  }
  const pictures = new Set(inputs.map(({ name }) => name));
  const convolutions = decoding(file, () => constantConvolutions(new Message(bytes), pictures));
  if (convolutions.length > 0) return convolutions;
  throw new ModelError(
    file,
    'it has no convolution to quantize: expected some behind the first, with float weights in the file',
    'Use the model as it is.',
  );
}

/** Names of a value's parameters, and their values. */
interface Scale {
  /** Of one unit. */
  readonly unit: number;
  /** Names of unit and zero point. */
  readonly names: readonly [unit: string, zero: string];
}

/** Writes convolutions of integers, with what makes integers of floats and floats of integers. */
class Quantizer {
  readonly #message: MessageWriter;
  readonly #ranges: ReadonlyMap<string, ValueRange>;
  readonly #scales = new Map<string, Scale>();
  /** Values that are there as integers. */
  readonly #quantized = new Set<string>();

  constructor(message: MessageWriter, ranges: ReadonlyMap<string, ValueRange>) {
    this.#message = message;
    this.#ranges = ranges;
  }

  write({ node, input, output, weights, bias }: ConstantConvolution): void {
    const from = this.#scaleOf(input);
    const to = this.#scaleOf(output);
    if (!this.#quantized.has(input)) {
      this.#quantized.add(input);
      this.#node('QuantizeLinear', [input, ...from.names], integersOf(input));
    }
    const channels = weights.shape[0];
    const quantized = quantizeWeights(weights.data, bias?.data ?? new Float32Array(channels), from);
    const { name: of, shape } = weights;
    const each = [channels];
    const zeros = new Int8Array(channels);
    const kernel = [
      this.#constant({ name: integersOf(of), type: 'int8', shape }, quantized.weights),
      this.#constant({ name: unitOf(of), type: 'float32', shape: each }, quantized.units),
      this.#constant({ name: zeroOf(of), type: 'int8', shape: each }, zeros),
    ];
    const added = this.#constant(
      { name: `${of}/bias`, type: 'int32', shape: each },
      quantized.bias,
    );
    const inputs = [integersOf(input), ...from.names, ...kernel, ...to.names, added];
    this.#message.message(GRAPH.node, (message) => {
      const operator = 'QLinearConv';
      const name = integersOf(output);
      writeNode(message, { operator, name, inputs, outputs: [name], attributes: {} });
      for (const attribute of node.all(NODE.attribute)) message.raw(attribute.raw);
    });
    this.#quantized.add(output);
    this.#node('DequantizeLinear', [integersOf(output), ...to.names], output);
  }

  #scaleOf(value: string): Scale {
    const known = this.#scales.get(value);
    if (known) return known;
    const { low, high } = this.#ranges.get(value) ?? { low: 0, high: 0 };
    const least = Math.min(low, 0);
    // A value that was always 0 has no range.
    const unit = Math.fround((Math.max(high, 0) - least) / ACTIVATION_MAX) || 1;
    const names = [unitOf(value), zeroOf(value)] as const;
    this.#constant({ name: names[0], type: 'float32', shape: [] }, Float32Array.of(unit));
    const zero = Uint8Array.of(Math.round(-least / unit));
    this.#constant({ name: names[1], type: 'uint8', shape: [] }, zero);
    const scale = { unit, names };
    this.#scales.set(value, scale);
    return scale;
  }

  #node(operator: string, inputs: readonly string[], output: string): void {
    const name = `${output}/${operator}`;
    this.#message.message(GRAPH.node, (message) =>
      writeNode(message, { operator, name, inputs, outputs: [output], attributes: {} }),
    );
  }

  #constant(tensor: Omit<StoredTensor, 'bytes'>, data: ArrayBufferView): string {
    this.#message.message(GRAPH.initializer, (m) =>
      writeTensor(m, { ...tensor, bytes: bytesOf(data) }),
    );
    return tensor.name;
  }
}

/**
 * @param weights - Shape [O · N].
 * @param bias - Shape [O].
 * @param input - Of what the convolution reads.
 */
function quantizeWeights(weights: Float32Array, bias: Float32Array, { unit }: Scale) {
  const channels = bias.length;
  const perChannel = weights.length / channels;
  const integers = new Int8Array(weights.length);
  const units = new Float32Array(channels);
  const biases = new Int32Array(channels);
  for (let o = 0; o < channels; o++) {
    const start = o * perChannel;
    let largest = 0;
    for (let i = start; i < start + perChannel; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    // A channel of small weights must still have a bias that 32 bits hold.
    const forBias = Math.abs(bias[o]) / (unit * BIAS_MAX);
    units[o] = Math.max(largest / WEIGHT_MAX, forBias) || 1;
    for (let i = start; i < start + perChannel; i++) {
      integers[i] = Math.round(weights[i] / units[o]);
    }
    biases[o] = Math.round(bias[o] / (units[o] * unit));
  }
  return { weights: integers, units, bias: biases };
}

function integersOf(value: string): string {
  return `${value}/integers`;
}

function unitOf(value: string): string {
  return `${value}/unit`;
}

function zeroOf(value: string): string {
  return `${value}/zero`;
}
