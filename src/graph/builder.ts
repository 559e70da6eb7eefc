import { GraphError } from '../errors.ts';
import { product } from './dims.ts';
import { type DataType, formatShape, type Shape, type TensorType, type Value } from './value.ts';

/** Elements of a constant; the class of the array decides the element type. */
export type TensorData = Float32Array | BigInt64Array | Int32Array | Uint8Array;

/**
 * A setting of a node that is fixed when the graph is built. ONNX keeps integers and floats apart:
 * plain numbers are integers.
 */
export type Attribute = number | readonly number[] | string | { readonly float: number };

/** A constant of the graph: a weight, or a parameter of an operator. */
export interface Initializer<T extends TensorData = TensorData> {
  /** What nodes refer to. */
  readonly value: Value;
  /** Its elements, row-major. */
  readonly data: T;
}

/** One application of an operator. */
export interface GraphNode {
  /** Operator, with its domain if it is not ONNX's own: `Conv`, `com.microsoft.FusedMatMul`. */
  readonly operator: string;
  /** Scope and operator, for profiles and messages. */
  readonly name: string;
  /** `undefined` leaves an optional input out. */
  readonly inputs: readonly (Value | undefined)[];
  /** What it computes. */
  readonly outputs: readonly Value[];
  /** Settings by their names in the operator's specification. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value under the name by which a caller of the graph asks for it. */
export interface GraphOutput {
  /** Name of the output. */
  readonly name: string;
  /** What is put out. */
  readonly value: Value;
}

/** A computation: nodes in an order in which they can run. */
export interface Graph {
  /** What the caller feeds. */
  readonly inputs: readonly Value[];
  /** Constants. */
  readonly initializers: readonly Initializer[];
  /** Operators in topological order. */
  readonly nodes: readonly GraphNode[];
  /** What the caller may ask for. */
  readonly outputs: readonly GraphOutput[];
}

/** Constants of at most so many elements are shared when they are equal and have no name. */
const SHARED_ELEMENTS = 16;

/**
 * Puts a graph together. Operators are functions that take the builder first:
 *
 *     const g = new GraphBuilder();
 *     const x = g.input('x', ['n', 3, 'h', 'w']);
 *     g.output('y', relu(g, conv(g, x, g.constant(weights, [8, 3, 3, 3]), { padding: 1 })));
 *
 * Nodes keep the values they connect, so that gradients can be added by walking them backwards.
 */
export class GraphBuilder implements Graph {
  readonly inputs: Value[] = [];
  readonly initializers: Initializer[] = [];
  readonly nodes: GraphNode[] = [];
  readonly outputs: GraphOutput[] = [];

  readonly #names = new Set<string>();
  readonly #values = new Set<Value>();
  readonly #shared = new Map<string, Value>();
  readonly #uses = new Map<string, number>();
  /** The slash keeps our own names apart from those that a caller gives. */
  #scope = '/';

  /** Declares what the caller feeds. */
  input(name: string, shape: Shape, type: DataType = 'float32'): Value {
    const value = this.#value(this.#claim(name), { type, shape });
    this.inputs.push(value);
    return value;
  }

  /**
   * Adds a constant. Small unnamed ones that are equal become one.
   *
   * @param data - Elements in row-major order, shape [`shape`].
   * @param name - Such as the key of a state dict; unnamed by default.
   * @throws {@link GraphError} if `data` does not fill `shape`, or the name is taken.
   */
  constant(data: TensorData, shape: readonly number[], name?: string): Value {
    if (data.length !== product(shape)) {
      const what = name === undefined ? 'a constant' : `constant "${name}"`;
      throw new GraphError(what, `found ${data.length} elements`, `shape ${formatShape(shape)}`);
    }
    const type = typeOf(data);
    const shareable = name === undefined && data.length <= SHARED_ELEMENTS;
    const key = shareable ? `${type}${formatShape(shape)}:${bytesOf(data).join()}` : '';
    const twin = this.#shared.get(key);
    if (twin) return twin;

    const value = this.#value(this.#claim(name ?? this.#freshName('constant')), { type, shape });
    this.initializers.push({ value, data });
    if (shareable) this.#shared.set(key, value);
    return value;
  }

  /** A float32 constant of shape []. */
  scalar(value: number): Value {
    return this.constant(Float32Array.of(value), []);
  }

  /** An int64 constant of shape [values.length], as ONNX takes axes, sizes and indices. */
  integers(values: readonly number[]): Value {
    return this.constant(BigInt64Array.from(values.map(BigInt)), [values.length]);
  }

  /**
   * Adds a node of one output. Operators call it once they have checked their inputs.
   *
   * @param operator - With its domain if it is not ONNX's own.
   * @param output - Type and shape of what it computes.
   */
  apply(
    operator: string,
    inputs: readonly (Value | undefined)[],
    output: TensorType,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.applyMany(operator, inputs, [output], attributes)[0];
  }

  /**
   * Adds a node of several outputs.
   *
   * @returns One value for each of `outputs`.
   * @throws {@link GraphError} if an input belongs to another graph.
   */
  applyMany(
    operator: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly TensorType[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): readonly Value[] {
    for (const input of inputs) {
      if (input && !this.#values.has(input)) this.#rejectForeign(operator, input);
    }
    const name = this.#freshName(operator.slice(operator.lastIndexOf('.') + 1));
    const results = outputs.map((output, i) =>
      this.#value(this.#claim(i === 0 ? name : `${name}:${i}`), output),
    );
    this.nodes.push({ operator, name, inputs, outputs: results, attributes });
    return results;
  }

  /**
   * Makes a value an output of the graph.
   *
   * @throws {@link GraphError} if the value belongs to another graph, or the name is taken.
   */
  output(name: string, value: Value): void {
    if (!this.#values.has(value)) this.#rejectForeign(`output "${name}"`, value);
    this.outputs.push({ name: this.#claim(name), value });
  }

  /** Prefixes the names of what `body` adds: `/layer1.0/conv1/Conv`. */
  scope<T>(name: string, body: () => T): T {
    const outer = this.#scope;
    this.#scope = `${outer}${name}/`;
    try {
      return body();
    } finally {
      this.#scope = outer;
    }
  }

  #value(name: string, { type, shape }: TensorType): Value {
    const value: Value = { name, type, shape };
    this.#values.add(value);
    return value;
  }

  #freshName(stem: string): string {
    const path = this.#scope + stem;
    const uses = this.#uses.get(path) ?? 0;
    this.#uses.set(path, uses + 1);
    const name = uses === 0 ? path : `${path}_${uses}`;
    return this.#names.has(name) ? this.#freshName(stem) : name;
  }

  #claim(name: string): string {
    if (name === '' || this.#names.has(name)) {
      throw new GraphError(`the name "${name}"`, 'it is taken or empty', 'a name used once');
    }
    this.#names.add(name);
    return name;
  }

  #rejectForeign(what: string, value: Value): never {
    throw new GraphError(what, `found "${value.name}" of another graph`, 'a value of this graph');
  }
}

function typeOf(data: TensorData): DataType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof BigInt64Array) return 'int64';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

/** The memory of a typed array as bytes, without a copy; shape [byteLength]. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
