import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeAsHost, encodeAsHost } from '../../../../../test/helpers/sparkplug-host.ts';
import { asksForRebirth, encodePayload, type Metric, REBIRTH } from './payload.ts';

const timestamp = 1_790_000_000_000;
const types = ['Int64', 'DateTime', 'Double', 'Boolean', 'String'] as const;
const values: Readonly<Record<Metric['type'], fc.Arbitrary<number | boolean | string>>> = {
  Int64: fc.maxSafeNat(),
  DateTime: fc.maxSafeNat(),
  Double: fc.double({ noNaN: true }),
  Boolean: fc.boolean(),
  String: fc.string(),
};
const metric = fc.constantFrom(...types).chain((type) =>
  fc.record({
    type: fc.constant(type),
    name: fc.string({ minLength: 1 }),
    value: fc.option(values[type]),
    timestamp: fc.maxSafeNat(),
  }),
);

it('writes what the library of Sparkplug reads', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(metric, { selector: ({ name }) => name }),
      fc.option(fc.nat(255), { nil: undefined }),
      (metrics, seq) => {
        const own = { timestamp, metrics, ...(seq !== undefined && { seq }) };
        const read = decodeAsHost(encodePayload(own));
        expect(read.seq).toBe(seq);
        for (const { name, type, value } of metrics) {
          expect(read.types[name]).toBe(type);
          expect(read.values[name]).toEqual(value);
        }
      },
    ),
  );
});

it.each<[string, boolean, Uint8Array]>([
  ['what asks for it', true, host(REBIRTH, true)],
  ['what asks for none', false, host(REBIRTH, false)],
  ['another command', false, host('Node Control/Reboot', true)],
  ['nothing', false, new Uint8Array()],
  ['no payload', false, Buffer.from('rebirth, please')],
])('reads of a command whether births are asked for: %s', (_, asks, bytes) => {
  expect(asksForRebirth(bytes)).toBe(asks);
});

function host(name: string, value: boolean): Buffer {
  const metrics = [
    { name: 'other', value: 7, type: 'Int32' as const },
    { name, value, type: 'Boolean' as const },
  ];
  return encodeAsHost({ timestamp, metrics });
}
