import { describe, expect, it } from 'vitest';
import { FileError } from '../errors.ts';
import { type Sink, type SinkFault, SinkSet } from './sinks.ts';

const full = new FileError('write x', 'the disk is full', 'Free some space.');

/** What sinks were told, and what was told of them, in order. */
let events: string[];

interface Faults {
  /** Items that cannot be taken. */
  readonly items?: readonly number[];
  readonly close?: unknown;
  readonly isolated?: boolean;
  readonly isConfirmation?: boolean;
  readonly isCopy?: boolean;
}

function sinkOf(name: string, { items = [], close, ...kind }: Faults = {}): Sink<number> {
  return {
    name,
    ...kind,
    add: (item) => {
      if (items.includes(item)) throw full;
      events.push(`${name} ${item}`);
    },
    close: async () => {
      await Promise.resolve();
      events.push(`${name} close`);
      if (close !== undefined) throw close;
    },
    discard: () => void events.push(`${name} discard`),
  };
}

function setOf(...sinks: Sink<number>[]): SinkSet<number> {
  events = [];
  return new SinkSet(sinks, {
    onSinkFault: ({ sink, isOver }: SinkFault) =>
      events.push(`${sink} fails${isOver ? ' for good' : ''}`),
    onSinkRecovery: (sink) => events.push(`${sink} works`),
  });
}

async function addAll(set: SinkSet<number>, count: number): Promise<void> {
  for (let item = 0; item < count; item++) await set.add(item);
  await set.close();
}

describe('SinkSet', () => {
  it('names a sink that fails, takes it away, and goes on with the others', async () => {
    const set = setOf(sinkOf('a', { items: [1] }), sinkOf('b'));
    await addAll(set, 3);
    expect(events.join(', ')).toBe('a 0, b 0, a discard, a fails for good, b 1, b 2, b close');
    expect(set.outcomes).toEqual([{ sink: 'a', error: full, isOver: true, lost: 1 }]);
  });

  it('tries one again whose items stand alone, and tells when it fails and when it works', async () => {
    const set = setOf(sinkOf('a', { items: [1, 2, 4], isolated: true }));
    await addAll(set, 5);
    expect(events.join(', ')).toBe('a 0, a fails, a 3, a works, a fails, a close');
    expect(set.outcomes).toEqual([{ sink: 'a', error: full, isOver: false, lost: 3 }]);
  });

  it('ends with its last sink', async () => {
    const set = setOf(sinkOf('a', { items: [0] }), sinkOf('b', { items: [1] }));
    await set.add(0);
    await expect(set.add(1)).rejects.toBe(full);
    expect(events).toEqual(['a discard', 'a fails for good', 'b 0', 'b discard']);
  });

  it('finishes the others when one cannot finish, also the last', async () => {
    const set = setOf(sinkOf('a', { close: full }), sinkOf('b', { close: full }), sinkOf('c'));
    await addAll(set, 0);
    expect(events.filter((event) => !event.includes('fails'))).toEqual([
      'a close',
      'a discard',
      'b close',
      'b discard',
      'c close',
    ]);
    expect(set.outcomes.map(({ sink }) => sink)).toEqual(['a', 'b']);
  });

  it('passes on a fault of which nobody is told, and a bug, when the others are finished', async () => {
    events = [];
    const silent = new SinkSet([sinkOf('a', { items: [0] }), sinkOf('b')], {});
    await expect(silent.add(0)).rejects.toBe(full);
    await silent.close();
    const bug = new TypeError('bug');
    const set = setOf(sinkOf('a', { close: bug }), sinkOf('b'));
    await expect(set.close()).rejects.toBe(bug);
    expect(events).toEqual(['a close', 'a discard', 'b close']);
  });

  it('does not tell what goes wrong when a sink is taken away', async () => {
    const stuck: Sink<number> = {
      add: () => Promise.reject(full),
      discard: () => Promise.reject(new Error('stuck')),
    };
    const set = setOf(stuck, sinkOf('b'));
    await addAll(set, 1);
    expect(set.outcomes).toMatchObject([{ sink: 'an output', error: full }]);
  });
});

describe('SinkSet, with a sink that confirms', () => {
  it('confirms only what all the others took, but for copies', async () => {
    const confirming = { isConfirmation: true, isolated: true };
    const failing = { items: [1], isolated: true };
    const set = setOf(sinkOf('a', failing), sinkOf('b'), sinkOf('done', confirming));
    await addAll(set, 3);
    expect(events.filter((event) => event.startsWith('done'))).toEqual([
      'done 0',
      'done 2',
      'done close',
    ]);
    const copy = setOf(
      sinkOf('a', { items: [1], isCopy: true }),
      sinkOf('b'),
      sinkOf('done', confirming),
    );
    await addAll(copy, 3);
    expect(events.filter((event) => event.startsWith('done'))).toHaveLength(4);
  });

  it('confirms nothing more once a sink is over, and does not go on for a confirmation', async () => {
    const done = (): Sink<number> => sinkOf('done', { isConfirmation: true });
    const set = setOf(sinkOf('a', { items: [1] }), sinkOf('b'), done());
    await addAll(set, 4);
    expect(events.filter((event) => event.startsWith('done'))).toEqual(['done 0', 'done close']);
    const alone = setOf(sinkOf('a', { items: [0] }), done());
    await expect(alone.add(0)).rejects.toBe(full);
  });
});
