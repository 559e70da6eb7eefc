import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import { FileError } from '../errors.ts';
import type { InspectionEntry } from '../inspection/entry.ts';
import type { InspectionSink } from '../inspection/run.ts';
import { type SinkFault, SinkSet } from '../inspection/sinks.ts';
import { openSink } from './open-sink.ts';

const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
const full = new FileError('write x', 'the disk is full', 'Free some space.', { cause });

/** Opens a sink after so many times at which the disk is full; it takes names. */
function opening(times: number): { names: string[]; open: () => Promise<InspectionSink> } {
  const names: string[] = [];
  let left = times;
  const open = async (): Promise<InspectionSink> => {
    if (left-- > 0) throw full;
    return Promise.resolve({ add: ({ name }) => void names.push(name) });
  };
  return { names, open };
}

/** What is told of a run over pictures of these names, with another output that works. */
async function told(sink: InspectionSink, names: readonly string[]): Promise<string[]> {
  const faults: SinkFault[] = [];
  const other: string[] = [];
  const set = new SinkSet<InspectionEntry>([sink, { add: ({ name }) => void other.push(name) }], {
    onSinkFault: (fault) => faults.push(fault),
  });
  for (const name of names) await set.add(sampleEntry(name));
  await set.close();
  expect(other).toEqual(names);
  expect(set.outcomes).toHaveLength(faults.length);
  return faults.map(({ sink: name, isOver }) => `${name}${isOver ? ' is over' : ''}`);
}

describe('openSink()', () => {
  it('opens an isolated output again with each picture, and takes nothing from others', async () => {
    const { names, open } = opening(3);
    const sink = await openSink({ name: 'the log', isolated: true }, open);
    expect(await told(sink, ['a', 'b', 'c', 'd'])).toEqual(['the log']);
    expect(names).toEqual(['c', 'd']);
    const never = await openSink({ name: 'the log', isolated: true }, opening(9).open);
    expect(await told(never, ['a', 'b'])).toEqual(['the log']);
  });

  it('gives up another one with the first picture', async () => {
    const { names, open } = opening(1);
    const sink = await openSink({ name: 'the report' }, open);
    expect(await told(sink, ['a', 'b'])).toEqual(['the report is over']);
    expect(names).toEqual([]);
  });

  it('is told of at the end if there was no picture', async () => {
    const sink = await openSink({ name: 'the log', isolated: true }, opening(1).open);
    expect(await told(sink, [])).toEqual(['the log is over']);
  });

  it('is what opens where nothing fails, and refuses what is no fault of the disk', async () => {
    const { names, open } = opening(0);
    expect(await told(await openSink({ name: 'x' }, open), ['a'])).toEqual([]);
    expect(names).toEqual(['a']);
    const wrong = new FileError('write x', 'it is a folder', 'Name a file.');
    await expect(openSink({ name: 'x' }, () => Promise.reject(wrong))).rejects.toBe(wrong);
  });
});
