/** Payloads as a host of Sparkplug reads and writes them: by the library of those who made it. */
import { get } from 'sparkplug-payload';

const library = get('spBv1.0');
/** As the library takes it. */
type LibraryPayload = Parameters<NonNullable<typeof library>['encodePayload']>[0];

/** A payload with plain numbers. */
export interface HostPayload {
  readonly seq: number | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, string>>;
}

export function decodeAsHost(bytes: Uint8Array): HostPayload {
  if (library === null) throw new Error('the library does not know Sparkplug B');
  const { seq, metrics } = library.decodePayload(bytes);
  const named = (metrics ?? []).map(({ name, ...rest }) => ({ name: String(name), ...rest }));
  return {
    seq: seq === undefined || seq === null ? undefined : Number(plain(seq)),
    values: Object.fromEntries(named.map(({ name, value }) => [name, plain(value)])),
    types: Object.fromEntries(named.map(({ name, type }) => [name, type])),
  };
}

export function encodeAsHost(payload: LibraryPayload): Buffer {
  if (library === null) throw new Error('the library does not know Sparkplug B');
  return Buffer.from(library.encodePayload(payload));
}

/** Numbers of 64 bits are objects there. */
function plain(value: unknown): unknown {
  const isLarge = typeof value === 'object' && value !== null && 'toNumber' in value;
  return isLarge && typeof value.toNumber === 'function' ? Number(value.toNumber()) : value;
}
