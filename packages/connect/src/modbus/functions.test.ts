import { array, assert, constantFrom, nat, oneof, property, tuple, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerModbus, type ModbusDevice, ModbusException } from './functions.ts';
import { FrameReader, frameOf } from './frames.ts';

/** A device of eight of each, that notes what is written. */
function deviceOf(written: unknown[] = []): ModbusDevice {
  const [bits, words] = [
    [true, false, true, true, false, false, false, true],
    [1, 2, 0xffff, 4],
  ];
  const write =
    (what: string) =>
    (at: number, values: readonly unknown[]): ModbusException | undefined => {
      if (at + values.length > 8) return ModbusException.illegalAddress;
      written.push([what, at, values]);
      return undefined;
    };
  return {
    tables: { coils: bits, inputs: bits.toReversed(), holding: words, registers: words },
    writeCoils: write('coils'),
    writeRegisters: write('registers'),
  };
}

const ask = (hex: string, device = deviceOf()): string =>
  answerModbus(Buffer.from(hex, 'hex'), device).toString('hex');

describe('functions of Modbus', () => {
  // Layout as in section 6 of the specification.
  it.each([
    ['coils', '0100000008', '01018d'],
    ['coils from the second on', '0100010003', '010106'],
    ['inputs', '0200000008', '0201b1'],
    ['holding registers', '0300010002', '03040002ffff'],
    ['input registers', '0400030001', '04020004'],
  ])('read %s', (_, request, answer) => expect(ask(request)).toBe(answer));

  it.each([
    ['a coil', '050002ff00', '050002ff00', ['coils', 2, [true]]],
    ['a register', '060001abcd', '060001abcd', ['registers', 1, [0xabcd]]],
    ['coils', '0f0000000301fd', '0f00000003', ['coils', 0, [true, false, true]]],
    ['registers', '1000010002040001ffff', '1000010002', ['registers', 1, [1, 0xffff]]],
  ])('write %s', (_, request, answer, writing) => {
    const written: unknown[] = [];
    expect(ask(request, deviceOf(written))).toBe(answer);
    expect(written).toEqual([writing]);
  });

  it.each([
    ['a function that there is not', '2b0e0100', 'ab01'],
    ['what is not there', '0300030002', '8302'],
    ['nothing', '0100000000', '8103'],
    ['too much', '030000007e', '8303'],
    ['a coil of another value', '0500000001', '8503'],
    ['more than it says', '100000000102000100', '9003'],
    ['fewer than it says', '0f00000010', '8f03'],
    ['what has no place', '1000070002040001ffff', '9002'],
  ])('refuse %s', (_, request, answer) => {
    const written: unknown[] = [];
    expect(ask(request, deviceOf(written))).toBe(answer);
    expect(written).toEqual([]);
  });

  it('answer whatever comes, by what was asked for or by an exception', () => {
    const code = oneof(constantFrom(1, 2, 3, 4, 5, 6, 15, 16), nat(255));
    assert(
      property(tuple(code, uint8Array({ maxLength: 252 })), ([first, rest]) => {
        const answer = answerModbus(Buffer.concat([Buffer.of(first), rest]), deviceOf());
        expect([first, first | 0x80]).toContain(answer[0]);
        expect(answer.length).toBeLessThanOrEqual(253);
        expect(answer[0] === first || answer.length === 2).toBe(true);
      }),
    );
  });
});

describe('frames', () => {
  it('are found wherever the stream is cut', () => {
    const sent = Array.from({ length: 4 }, (_, i) =>
      frameOf({ transaction: i, unit: 9, body: Buffer.alloc(0) }, Buffer.alloc(2 + 60 * i, i)),
    );
    const stream = Buffer.concat(sent);
    assert(
      property(array(nat(stream.length)), (cuts) => {
        const reader = new FrameReader();
        const places = [...cuts.toSorted((a, b) => a - b), stream.length];
        let from = 0;
        const requests = places.flatMap((to) => {
          const found = reader.add(stream.subarray(from, to));
          from = to;
          return found ?? [];
        });
        expect(requests.map((one) => frameOf(one, one.body).toString('hex'))).toEqual(
          sent.map((one) => one.toString('hex')),
        );
      }),
    );
  });

  it.each([
    ['another protocol', '000100010006010100000008'],
    ['no function', '0001000000010101'],
    ['a length that none has', '0001000000ff0101'],
  ])('are given up at %s', (_, hex) => {
    expect(new FrameReader().add(Buffer.from(hex, 'hex'))).toBeUndefined();
  });
});
