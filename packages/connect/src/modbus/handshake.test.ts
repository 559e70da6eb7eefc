import type { TriggerAnswer } from '@fewgood/station/api';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ModbusException } from './functions.ts';
import { TriggerHandshake } from './handshake.ts';

const PASS: TriggerAnswer = {
  trigger: 'cell',
  correlation: null,
  good: true,
  id: 'a',
  seq: 70_000,
  verdict: 'pass',
  ratio: 0.4567,
  reason: null,
  fault: null,
  ms: 120,
};
const LIFETIME = 5000;

let handshake: TriggerHandshake;
let answer: (answer: TriggerAnswer) => Promise<void>;
const fired: [part: number, number: number][] = [];
const [plc, other] = [{}, {}];
beforeEach(() => {
  vi.useFakeTimers();
  fired.length = 0;
  handshake = new TriggerHandshake({
    fire: async (part, number) => {
      fired.push([part, number]);
      return new Promise((resolve) => {
        answer = async (value) => {
          resolve(value);
          await vi.advanceTimersByTimeAsync(1);
        };
      });
    },
    parts: new Set([3]),
    lifetime: LIFETIME,
  });
  handshake.beat({ isAlarm: false, isOnline: true });
});
afterEach(() => {
  handshake.close();
  vi.useRealTimers();
});

const coil = (client: object, value: boolean): ModbusException | undefined =>
  handshake.writeCoils(client, 0, [value]);
const words = (): readonly number[] => handshake.tables.registers.slice(0, 12);
/** Busy, done, good, fail, cannot judge. */
const bits = (): string =>
  handshake.tables.inputs
    .slice(0, 5)
    .map((bit) => (bit ? 1 : 0))
    .join('');

it('triggers where the coil rises, and shows the answer with its number', async () => {
  expect(handshake.writeRegisters(0, [3, 41])).toBeUndefined();
  expect([bits(), coil(plc, true)]).toEqual(['00000', undefined]);
  expect(fired).toEqual([[3, 41]]);
  expect(bits()).toBe('10000');
  // What is written now is of the next trigger.
  handshake.writeRegisters(1, [42]);
  await answer(PASS);
  expect(bits()).toBe('01100');
  expect(words()).toEqual([0b1000110, 1, 41, 1, 0, 1, 4464, 457, 120, 3, 0, 1]);
  // Written again, it rises no further.
  expect(coil(plc, true)).toBeUndefined();
  expect(fired).toHaveLength(1);
  expect(bits()).toBe('01100');
});

it('clears the answer before it is busy with the next', async () => {
  coil(plc, true);
  await answer(PASS);
  coil(plc, false);
  expect(bits()).toBe('01100');
  coil(plc, true);
  expect(bits()).toBe('10000');
  expect(words().slice(2, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  await answer({ ...PASS, good: false, verdict: null, ratio: null, reason: 'deadline' });
  expect([bits(), words()[3], words()[4]]).toEqual(['01000', 0, 3]);
});

it('shows each verdict and each reason, and good of a pass alone', async () => {
  const shown: unknown[] = [];
  const [verdict, ratio] = [null, null];
  const answers: Partial<TriggerAnswer>[] = [
    { good: true, verdict: 'pass' },
    { verdict: 'fail', ratio: 100 },
    { verdict: 'cannot judge' },
    ...(['busy', 'no-picture', 'deadline', 'refused', 'failed'] as const).map((reason) => ({
      verdict,
      ratio,
      reason,
    })),
  ];
  for (const one of answers) {
    coil(plc, true);
    await answer({ ...PASS, good: false, ...one });
    shown.push([bits(), words()[3], words()[4]]);
    coil(plc, false);
  }
  expect(shown).toEqual([
    ['01100', 1, 0],
    ['01010', 2, 0],
    ['01001', 3, 0],
    ...[1, 2, 3, 4, 5].map((reason) => ['01000', 0, reason]),
  ]);
});

it('refuses a second one while one is under way, and counts it', async () => {
  coil(plc, true);
  coil(plc, false);
  expect(coil(other, true)).toBe(ModbusException.busy);
  expect([handshake.tables.coils[0], words()[10], fired.length]).toEqual([false, 1, 1]);
  await answer(PASS);
  expect(bits()).toBe('01100');
  expect(coil(other, true)).toBeUndefined();
  expect(fired).toHaveLength(2);
});

it('lets an answer stand for so long, and no longer', async () => {
  coil(plc, true);
  await answer(PASS);
  await vi.advanceTimersByTimeAsync(LIFETIME - 10);
  expect(bits()).toBe('01100');
  await vi.advanceTimersByTimeAsync(20);
  expect(bits()).toBe('00000');
  expect(words().slice(2, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

it('lets the coil fall with the connection of who wrote it', async () => {
  coil(plc, true);
  await answer(PASS);
  handshake.leave(other);
  expect(handshake.tables.coils[0]).toBe(true);
  handshake.leave(plc);
  expect(handshake.tables.coils[0]).toBe(false);
  coil(plc, true);
  expect(fired).toHaveLength(2);
});

it('takes no part that the configuration does not name, and nothing beside what there is', () => {
  expect(handshake.writeRegisters(0, [4])).toBe(ModbusException.illegalValue);
  expect(handshake.writeRegisters(0, [4, 9])).toBe(ModbusException.illegalValue);
  expect(handshake.writeRegisters(1, [9, 0])).toBe(ModbusException.illegalAddress);
  expect(handshake.writeCoils(plc, 1, [true])).toBe(ModbusException.illegalAddress);
  expect(handshake.writeCoils(plc, 0, [true, true])).toBe(ModbusException.illegalAddress);
  expect(handshake.tables.holding.slice(0, 2)).toEqual([0, 0]);
  expect(fired).toEqual([]);
});
