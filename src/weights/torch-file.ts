/**
 * State dicts as `torch.save` writes them: a pickle of keys and shapes, and the elements apart from it,
 * in a ZIP archive (since PyTorch 1.6) or one after the other.
 *
 * @module
 */
import { strFromU8 } from 'fflate';
import { ModelError } from '../errors.ts';
import { product } from '../graph/dims.ts';
import { formatShape } from '../graph/value.ts';
import { decodeElements, ELEMENT_BYTES, type ElementType } from './elements.ts';
import { PickleCall, PickleHandle, PickleName, type PickleValue, unpickle } from './pickle.ts';
import type { StateDict, StateTensor } from './state-dict.ts';

/** A file of the older form begins with a pickle of this number, the same bytes always. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/** The entry of an archive that holds the pickle; a folder's name stands before it. */
const PICKLE = '/data.pkl';

/** Classes of storages whose elements are read. */
const STORAGES: Readonly<Record<string, ElementType>> = {
  'torch FloatStorage': 'F32',
  'torch DoubleStorage': 'F64',
  'torch HalfStorage': 'F16',
  'torch BFloat16Storage': 'BF16',
  'torch LongStorage': 'I64',
};

/** Keys under which checkpoints keep the state dict beside other things. */
const NESTED = ['state_dict', 'model', 'model_state_dict'];

/** Elements by the key of their storage, shape [length]. */
type Storages = (key: string) => Uint8Array | undefined;

/** Whether an archive is of `torch.save`, by the names of its entries. */
export function isTorchArchive(names: readonly string[]): boolean {
  return names.some((name) => name.endsWith(PICKLE));
}

/**
 * Whether a file is of `torch.save` in its older form, by its first bytes.
 *
 * @param bytes - The file, shape [length].
 */
export function isTorchStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a state dict out of an archive.
 *
 * @param entries - Contents by name, each of shape [length].
 * @param file - Name of the file, for messages.
 * @throws {@link ModelError} if it is damaged, or holds no state dict.
 */
export function readTorchArchive(
  entries: Readonly<Record<string, Uint8Array>>,
  file: string,
): StateDict {
  const [name] = Object.keys(entries).filter((entry) => entry.endsWith(PICKLE));
  const folder = name.slice(0, -PICKLE.length);
  const order = entries[`${folder}/byteorder`];
  if (order !== undefined && strFromU8(order) !== 'little') throw bigEndian(file);
  return guarded(file, () => {
    const { value } = unpickle(entries[name]);
    return stateOf(value, (key) => entries[`${folder}/data/${key}`], file);
  });
}

/**
 * Reads a state dict that was written as one stream: four pickles, the keys of the storages and their
 * elements, each behind its count.
 *
 * @param bytes - The file, shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged, or holds no state dict.
 */
export function readTorchStream(bytes: Uint8Array, file: string): StateDict {
  return guarded(file, () => streamState(bytes, file));
}

function streamState(bytes: Uint8Array, file: string): StateDict {
  let position = MAGIC.length;
  const next = (): PickleValue => {
    const { value, length } = unpickle(bytes.subarray(position));
    position += length;
    return value;
  };
  next(); // version of the protocol
  const system = next();
  if (system instanceof Map && system.get('little_endian') === false) throw bigEndian(file);
  const { value, length, handles } = unpickle(bytes.subarray(position));
  position += length;
  const keys = next();
  if (!Array.isArray(keys)) throw new RangeError('it has no list of storages');
  const types = new Map(
    handles.map((handle) => storageOf(handle, file)).map((s) => [s.key, s.type]),
  );
  const storages = new Map<string, Uint8Array>();
  for (const key of keys.map(String)) {
    const type = types.get(key);
    if (type === undefined) throw new RangeError(`storage ${key} is not used`);
    const count = countAt(bytes, position);
    const start = position + COUNT_BYTES;
    position = start + count * ELEMENT_BYTES[type];
    if (position > bytes.length) throw new RangeError('it ends too early');
    storages.set(key, bytes.subarray(start, position));
  }
  return stateOf(value, (key) => storages.get(key), file);
}

const COUNT_BYTES = 8;

function countAt(bytes: Uint8Array, position: number): number {
  if (position + COUNT_BYTES > bytes.length) throw new RangeError('it ends too early');
  const view = new DataView(bytes.buffer, bytes.byteOffset + position, COUNT_BYTES);
  return Number(view.getBigUint64(0, true));
}

/** The tensors of a dictionary, or of the one that a checkpoint keeps under one of its keys. */
function stateOf(value: PickleValue, storages: Storages, file: string): StateDict {
  const candidates = [
    value,
    ...NESTED.map((key) => (value instanceof Map ? value.get(key) : null)),
  ];
  for (const candidate of candidates) {
    if (!(candidate instanceof Map)) continue;
    const state = new Map<string, StateTensor>();
    for (const [key, entry] of candidate) {
      const tensor = tensorCall(entry);
      if (tensor)
        state.set(String(key), readTensor(tensor, storages, `${file} (array "${String(key)}")`));
    }
    if (state.size > 0) return state;
  }
  throw new ModelError(
    file,
    `it holds ${describe(value)}: expected a state dict`,
    'Save the state dict alone: torch.save(model.state_dict(), FILE).',
  );
}

function describe(value: PickleValue): string {
  if (value instanceof PickleCall && value.callee instanceof PickleName) {
    return `an object of ${value.callee.name.replace(' ', '.')}, which would run code`;
  }
  return value instanceof Map ? 'a dictionary without arrays' : 'no dictionary';
}

/** The call that would rebuild a tensor, itself or as a parameter; undefined if the value is no tensor. */
function tensorCall(value: PickleValue): PickleCall | undefined {
  if (!(value instanceof PickleCall) || !(value.callee instanceof PickleName)) return undefined;
  if (value.callee.name === 'torch._utils _rebuild_parameter') return tensorCall(value.args[0]);
  return value.callee.name === 'torch._utils _rebuild_tensor_v2' ? value : undefined;
}

/** The tensor of a call (storage, offset, shape, strides, …), offset and strides in elements. */
function readTensor(
  { args: [handle, offset, shape, strides] }: PickleCall,
  storages: Storages,
  file: string,
): StateTensor {
  const { key, type } = storageOf(handle, file);
  const bytes = storages(key);
  if (bytes === undefined) throw new RangeError(`storage ${key} is missing`);
  if (
    !isSizes([offset]) ||
    !isSizes(shape) ||
    !isSizes(strides) ||
    shape.length !== strides.length
  ) {
    throw new RangeError(`the shape of storage ${key} is none`);
  }
  const count = product(shape);
  const reach = count === 0 ? 0 : shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], 1);
  const size = ELEMENT_BYTES[type];
  // A tensor of more elements than it has memory is a view that repeats some: no weights are.
  if ((Number(offset) + Math.max(reach, count)) * size > bytes.length) {
    throw new RangeError(`storage ${key} is too short for shape ${formatShape(shape)}`);
  }
  const start = Number(offset) * size;
  const elements = decodeElements(bytes.subarray(start, start + reach * size), type);
  return { shape, data: inOrder(elements, shape, strides) };
}

/** Elements row by row, whatever order they lie in. */
function inOrder(
  elements: Float32Array,
  shape: readonly number[],
  strides: readonly number[],
): Float32Array {
  const isInOrder = shape.every(
    (size, i) => size === 1 || strides[i] === product(shape.slice(i + 1)),
  );
  if (isInOrder) return elements;
  const data = new Float32Array(product(shape));
  const index = shape.map(() => 0);
  let position = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = elements[position];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += strides[axis];
      if (++index[axis] < shape[axis]) break;
      position -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return data;
}

/** What a handle says: ('storage', class, key, device, elements). */
function storageOf(handle: PickleValue, file: string): { key: string; type: ElementType } {
  const id = handle instanceof PickleHandle ? handle.id : null;
  const [, storage, key] = Array.isArray(id) ? id : [];
  if (!(storage instanceof PickleName)) throw new RangeError('a tensor has no storage');
  const type = STORAGES[storage.name];
  if (type !== undefined) return { key: String(key), type };
  throw new ModelError(
    file,
    `its elements are ${storage.name.replace(' ', '.')}: expected one of ${Object.keys(STORAGES).join(', ')}`,
    'Convert the array to float32 before it is saved.',
  );
}

function isSizes(value: PickleValue): value is number[] {
  return (
    Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && Number(size) >= 0)
  );
}

function guarded(file: string, read: () => StateDict): StateDict {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError(
      file,
      `${cause instanceof Error ? cause.message : String(cause)}: expected a state dict as torch.save writes it`,
      'Copy the complete file, or save the state dict as .safetensors.',
      { cause },
    );
  }
}

function bigEndian(file: string): ModelError {
  return new ModelError(
    file,
    'its bytes are in big-endian order: expected little-endian',
    'Save the state dict as .safetensors.',
  );
}
