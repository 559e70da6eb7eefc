import { ModelError } from '../errors.ts';
import { product } from '../graph/dims.ts';
import { formatShape } from '../graph/value.ts';
import { decodeElements, ELEMENT_BYTES, type ElementType } from './elements.ts';
import type { StateDict, StateTensor } from './state-dict.ts';

/** NumPy's little-endian names of the element types that weights come in. */
const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  '<f4': 'F32',
  '<f8': 'F64',
  '<f2': 'F16',
  '<i8': 'I64',
};

/**
 * Reads arrays as `numpy.savez` and `numpy.savez_compressed` write them.
 *
 * @param entries - Contents of an .npz file by name, each of shape [length].
 * @param file - Its name, for messages.
 * @throws {@link ModelError} if it is damaged or holds pickles, or an array is in Fortran order or of another type.
 */
export function readNpz(entries: Readonly<Record<string, Uint8Array>>, file: string): StateDict {
  const tensors = new Map<string, StateTensor>();
  for (const [name, content] of Object.entries(entries)) {
    if (!name.endsWith('.npy')) throw damaged(file, `its "${name}" is no array, perhaps a pickle`);
    const key = name.slice(0, -'.npy'.length);
    tensors.set(key, readNpy(content, `${file} (array "${key}")`));
  }
  return tensors;
}

/**
 * Reads one array (numpy.lib.format, versions 1 to 3).
 *
 * @param bytes - An .npy file, shape [length].
 */
function readNpy(bytes: Uint8Array, file: string): StateTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // "\x93NUMPY", two bytes of version, length of the header: 2 bytes in version 1, then 4.
  if (bytes.length < 12 || view.getUint32(0) !== 0x934e554d || view.getUint16(4) !== 0x5059) {
    throw damaged(file, 'it is not an .npy array');
  }
  const isFirstVersion = bytes[6] === 1;
  const start = isFirstVersion ? 10 : 12;
  const end = start + (isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = String.fromCharCode(...bytes.subarray(start, end));

  const { type, shape } = parseHeader(header, file);
  const size = product(shape) * ELEMENT_BYTES[type];
  if (bytes.length !== end + size) {
    throw damaged(
      file,
      `it has ${bytes.length - end} bytes of data for shape ${formatShape(shape)}`,
    );
  }
  return { shape, data: decodeElements(bytes.subarray(end), type) };
}

/** The header is a Python literal: `{'descr': '<f4', 'fortran_order': False, 'shape': (64, 3), }`. */
function parseHeader(header: string, file: string): { type: ElementType; shape: number[] } {
  const descr = /'descr': *'([^']+)'/.exec(header)?.[1] ?? 'structured';
  const sizes = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (sizes === undefined) throw damaged(file, 'its header has no shape');
  const shape = sizes
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);

  const type = ELEMENT_TYPES[descr];
  if (!type) {
    const types = Object.keys(ELEMENT_TYPES).join(', ');
    throw new ModelError(
      file,
      `its elements are ${descr}: expected one of ${types}`,
      'Convert the array to float32 before it is saved.',
    );
  }
  if (/'fortran_order': *True/.test(header)) {
    throw new ModelError(
      file,
      'it is in Fortran order: expected C order',
      'Pass it through numpy.ascontiguousarray before it is saved.',
    );
  }
  return { type, shape };
}

function damaged(file: string, fault: string): ModelError {
  return new ModelError(
    file,
    `${fault}: expected arrays as numpy.savez writes them`,
    'Save the state dict with numpy.savez, one array a key, and copy the complete file.',
  );
}
