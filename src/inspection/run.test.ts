import { describe, expect, it } from 'vitest';
import { plainImage, sampleEntry } from '../../test/helpers/report-sample.ts';
import { ImageError } from '../errors.ts';
import type { InspectionEntry } from './entry.ts';
import type { Inspection } from './inspection.ts';
import type { Reason, ReasonCode } from './reason.ts';
import {
  forEachPicture,
  type InspectionRun,
  type InspectionSink,
  type InspectionSummary,
  runInspection,
  type WaitingPicture,
} from './run.ts';
import type { Sink } from './sinks.ts';

const { inspection: fail } = sampleEntry('fail');
const { inspection: pass } = sampleEntry('pass', { verdict: 'pass', ratio: 0.5 });
const broken = new ImageError('broken', 'it is empty', 'Copy it again.');

/** What happened, in order. */
let events: string[];

/** Pictures whose shade tells the inspector below what to find; each says when it is asked for and read. */
function* tray(...names: string[]): Generator<WaitingPicture> {
  for (const name of names) {
    events.push(`ask ${name}`);
    yield {
      name,
      read: async () => {
        await Promise.resolve();
        events.push(`read ${name}`);
        if (name === 'broken') throw broken;
        if (name === 'bug') throw new TypeError('bug');
        return plainImage(1, 1, name.startsWith('fail') ? 1 : 0);
      },
    };
  }
}

/** Pictures that take a while to arrive. */
async function* arriving(...names: string[]): AsyncGenerator<WaitingPicture> {
  for (const picture of tray(...names)) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield picture;
  }
}

const inspector: InspectionRun['inspector'] = {
  inspect: async ({ data }): Promise<Inspection> => {
    await Promise.resolve();
    events.push('inspect');
    return data[0] === 1 ? fail : pass;
  },
};

/** A slow sink that says what is done to it, and fails at the method named. */
function sinkOf(label: string, fails?: 'add' | 'close' | 'discard'): InspectionSink {
  const at = async (method: 'add' | 'close' | 'discard', name = ''): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    events.push(`${label} ${method} ${name}`.trim());
    if (method === fails) throw new Error(`${label} cannot ${method}`);
  };
  return {
    add: ({ name }) => at('add', name),
    close: () => at('close'),
    discard: () => at('discard'),
  };
}

async function run(
  names: string[],
  options: Partial<InspectionRun> = {},
): Promise<InspectionSummary> {
  events = [];
  return runInspection({ source: tray(...names), inspector, sinks: [sinkOf('a')], ...options });
}

function reason(code: ReasonCode, remedy: string): Reason {
  return { code, message: 'm', remedy, facts: {} };
}

/** Two sinks, the first of which fails at the method named. */
function two(fails?: 'add' | 'close' | 'discard'): InspectionSink[] {
  return [sinkOf('a', fails), sinkOf('b')];
}

/** Events of the sinks' end. */
function endings(): string[] {
  return events.filter((event) => /close|discard/.test(event));
}

describe('runInspection()', () => {
  it('asks for a picture when every sink has taken the one before, and closes each sink once', async () => {
    const sinks = [sinkOf('a'), sinkOf('b')];
    const { counts, isInterrupted } = await run(['pass', 'fail'], { sinks });
    expect(events.join(', ')).toBe(
      'ask pass, read pass, inspect, a add pass, b add pass, ' +
        'ask fail, read fail, inspect, a add fail, b add fail, a close, b close',
    );
    expect(counts).toEqual({ fail: 1, unjudged: 0, error: 0, pass: 1 });
    expect(isInterrupted).toBe(false);
  });

  it('counts the reasons of pictures, in their order of kinds', async () => {
    const inspections = [
      { ...fail, reasons: [reason('blurred', 'Focus.')] },
      { ...fail, reasons: [reason('blurred', 'Focus again.'), reason('too-dark', 'Lamp.')] },
      { ...pass, verdict: 'cannot judge' as const, reasons: [reason('too-dark', 'Light.')] },
    ];
    const next = { inspect: () => Promise.resolve(inspections.shift() ?? pass) };
    const { reasons } = await run(['a', 'b', 'c'], { inspector: next });
    expect(reasons).toEqual([
      { code: 'too-dark', remedy: 'Lamp.', pictures: 2, failed: 1, passed: 0 },
      { code: 'blurred', remedy: 'Focus.', pictures: 2, failed: 2, passed: 0 },
    ]);
  });

  it('takes pictures that arrive', async () => {
    const source = arriving('pass', 'fail', 'pass');
    expect((await run([], { source })).counts).toMatchObject({ pass: 2, fail: 1 });
  });

  it('makes an entry of a picture that fails by a FewgoodError, and goes on', async () => {
    const entries: InspectionEntry[] = [];
    const sinks = [{ add: (entry: InspectionEntry) => void entries.push(entry) }];
    const { counts } = await run(['pass', 'broken', 'fail'], { sinks });
    expect(entries).toMatchObject([
      { name: 'pass', inspection: pass },
      { name: 'broken', error: broken },
      { name: 'fail', inspection: fail, image: plainImage(1, 1, 1) },
    ]);
    expect(counts).toEqual({ fail: 1, unjudged: 0, error: 1, pass: 1 });
    const refusing = { inspect: () => Promise.reject(broken) };
    expect((await run(['pass', 'fail'], { inspector: refusing })).counts.error).toBe(2);
  });

  it('tells how long reading took, by the clock that it is given, and 0 without one', async () => {
    const times: number[] = [];
    const sinks = [
      { add: (entry: InspectionEntry) => void times.push('error' in entry ? -1 : entry.decode) },
    ];
    let now = 0;
    await run(['pass'], { sinks, clock: () => (now += 5) });
    await run(['pass'], { sinks });
    expect(times).toEqual([5, 0]);
  });

  it('tells how far it is when every sink has the picture', async () => {
    await run(['pass', 'broken'], { onProgress: (done) => events.push(`done ${done}`) });
    const order = events.filter((event) => /add|done/.test(event));
    expect(order).toEqual(['a add pass', 'done 1', 'a add broken', 'done 2']);
  });
});

describe('runInspection(), entries', () => {
  it('tells when a picture was judged, and of which file', async () => {
    const entries: InspectionEntry[] = [];
    const file = { modified: '2026-01-01T00:00:00.000Z', bytes: 3, sha256: 'ab' };
    events = [];
    const source = [...tray('pass', 'broken')].map((picture) => ({
      ...picture,
      file: () => file,
      replaced: true,
    }));
    const time = '2026-01-02T03:04:05.678Z';
    const sinks = [{ add: (entry: InspectionEntry) => void entries.push(entry) }];
    await run([], { source, sinks, now: () => time });
    expect(entries).toMatchObject([
      { name: 'pass', time, file, replaced: true },
      { name: 'broken', time, file, replaced: true, error: broken },
    ]);
  });
});

describe('runInspection(), interrupted', () => {
  it('judges no further picture, closes its sinks, and says so', async () => {
    const stop = new AbortController();
    const { counts, isInterrupted } = await run(['pass', 'fail', 'pass'], {
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 2) stop.abort();
      },
    });
    expect([counts.pass, counts.fail, isInterrupted]).toEqual([1, 1, true]);
    expect(events.filter((event) => event.startsWith('read'))).toHaveLength(2);
    expect(endings()).toEqual(['a close']);
  });

  it('judges nothing when it was before, and is not when no picture is left', async () => {
    const signal = AbortSignal.abort();
    expect(await run(['pass'], { signal })).toMatchObject({
      counts: { pass: 0 },
      isInterrupted: true,
    });
    expect(await run([], { signal })).toMatchObject({ isInterrupted: false });
  });

  it('lets go of its source', async () => {
    let isLetGo = false;
    function* source(): Generator<WaitingPicture> {
      try {
        yield* tray('pass', 'pass');
      } finally {
        isLetGo = true;
      }
    }
    await run([], { source: source(), signal: AbortSignal.abort() });
    expect(isLetGo).toBe(true);
  });
});

describe('runInspection(), ended by an error', () => {
  it('passes on a bug, and finishes every sink once', async () => {
    await expect(run(['pass', 'bug', 'pass'], { sinks: two() })).rejects.toThrow('bug');
    expect(events).not.toContain('a add bug');
    expect(endings()).toEqual(['a close', 'b close']);
    expect(events.filter((event) => event.startsWith('ask'))).toHaveLength(2);
  });

  it('passes on an error of the source, also one that could be of a picture', async () => {
    function* gone(): Generator<WaitingPicture> {
      yield* tray('pass');
      throw broken;
    }
    await expect(run([], { source: gone(), sinks: two() })).rejects.toBe(broken);
    expect(endings()).toEqual(['a close', 'b close']);
  });

  it('passes on what progress throws', async () => {
    const onProgress = (done: number): void => {
      events.push(`done ${done}`);
      throw new Error('enough');
    };
    await expect(run(['pass', 'pass'], { onProgress })).rejects.toThrow('enough');
    expect(events.slice(-3)).toEqual(['a add pass', 'done 1', 'a close']);
  });

  it('tells the error that ended it, and finishes the others, when a sink cannot finish', async () => {
    await expect(run(['bug'], { sinks: two('close') })).rejects.toThrow('bug');
    expect(endings()).toEqual(['a close', 'a discard', 'b close']);
  });
});

describe('forEachPicture()', () => {
  it('gives the sinks what a step makes, in order, and stops at the first error of a picture', async () => {
    events = [];
    const names: string[] = [];
    const sinks: Sink<string>[] = [{ add: (name) => void names.push(name) }];
    const step = async ({ name, read }: WaitingPicture): Promise<string> => {
      const { width } = await read();
      events.push('step');
      return `${name} ${width}`;
    };
    const source = tray('pass', 'fail');
    expect(await forEachPicture({ source, step, sinks })).toEqual({
      isInterrupted: false,
      faults: [],
    });
    expect(names).toEqual(['pass 1', 'fail 1']);
    const next = tray('fail', 'broken', 'pass');
    await expect(forEachPicture({ source: next, step, sinks })).rejects.toBe(broken);
    expect(names).toEqual(['pass 1', 'fail 1', 'fail 1']);
  });
});
