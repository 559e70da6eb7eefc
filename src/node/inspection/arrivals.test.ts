import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import type { FileLook, FileStamp } from './file-look.ts';

type Changes = Partial<FileStamp> &
  Partial<Pick<FileLook, 'sample' | 'head' | 'wholeness' | 'kind'>>;

/** What a look shows of a whole picture, but for the changes. */
function look({
  sample = 'a',
  wholeness = 'whole',
  kind = 'picture',
  head = sample,
  ...stamp
}: Changes = {}): FileLook {
  const fixed = { inode: 1n, bytes: 100, modified: 10n, changed: 10n };
  return { stamp: { ...fixed, ...stamp }, sample, head, wholeness, kind };
}

/** Takes looks at one file, one each 0.5 s; what is complete after each. */
function watch(
  looks: readonly (FileLook | undefined)[],
  settle = 1000,
): {
  arrivals: Arrivals;
  given: string[];
} {
  const arrivals = new Arrivals({ settle });
  const given: string[] = [];
  for (const [i, now] of looks.entries()) {
    if (now !== undefined) arrivals.observe('x', now, i * 500);
    arrivals.observeAll(new Set(now === undefined ? [] : ['x']));
    for (const name of arrivals.complete(i * 500)) {
      const place = arrivals.give(name, `hash of ${now?.sample}`);
      given.push(place === 'new' ? `${i}` : `${i} ${place}`);
    }
  }
  return { arrivals, given };
}

function times(count: number, changes?: Changes): FileLook[] {
  return Array.from({ length: count }, () => look(changes));
}

describe('Arrivals, complete files', () => {
  it('gives a file once, when it was unchanged for the time', () => {
    expect(watch(times(9)).given).toEqual(['2']);
    expect(watch(times(9), 2000).given).toEqual(['4']);
    expect(watch(times(1), 0).given).toEqual(['0']);
  });

  it.each<[string, Changes]>([
    ['empty', { bytes: 0, wholeness: 'part' }],
    ['cut off', { wholeness: 'part' }],
    ['zero at its end', { wholeness: 'zeros' }],
  ])('waits five times as long for one that is %s', (_, changes) => {
    expect(watch(times(14, changes)).given).toEqual(['10']);
  });

  it('waits but once for pictures that end in zeros, where that turns out to be usual', () => {
    const zeros = times(14, { wholeness: 'zeros' });
    const next = times(5, { wholeness: 'zeros', sample: 'b', modified: 11n });
    expect(watch([...zeros, ...next]).given).toEqual(['10', '16 place']);
  });

  it('gives a preallocated file when its bytes are there, once', () => {
    const zeros = times(5, { wholeness: 'zeros' });
    const { given, arrivals } = watch([...zeros, ...times(4, { sample: 'b', modified: 12n })]);
    expect([given, arrivals.lost]).toEqual([['7'], []]);
  });

  it('gives files that are complete at once as they were written, then in natural order', () => {
    const arrivals = new Arrivals({ settle: 0 });
    for (const [name, modified] of [
      ['b10', 5n],
      ['b9', 5n],
      ['a', 7n],
      ['c', 1n],
    ] as const) {
      arrivals.observe(name, look({ modified }), 0);
    }
    expect(arrivals.complete(0)).toEqual(['c', 'b9', 'b10', 'a']);
  });

  it('gives pictures, and names what is named like one', () => {
    for (const kind of ['other', 'own-output'] as const) {
      expect(watch(times(14, { kind })).given).toEqual([]);
      expect(watch([look({ kind }), look({ kind, inode: 2n })]).arrivals.lost).toEqual([]);
    }
    expect(watch(times(4, { kind: 'none' })).given).toEqual(['2']);
  });

  it('tells of what is no picture, once, when it is at rest', () => {
    const { arrivals } = watch(times(1, { kind: 'other' }));
    expect(arrivals.takeOthers(500)).toEqual([]);
    expect(arrivals.takeOthers(1000)).toEqual([['x', 'other']]);
    expect(arrivals.takeOthers(1500)).toEqual([]);
    // What it is shows when its header is there.
    const { arrivals: zeros } = watch(times(1, { kind: 'other', wholeness: 'part' }));
    expect(zeros.takeOthers(4500)).toEqual([]);
    expect(zeros.takeOthers(5000)).toEqual([['x', 'other']]);
  });

  it('does not give what was judged before, until it changes', () => {
    const arrivals = new Arrivals({ settle: 0, isKnown: (name) => name === 'x' });
    arrivals.observe('x', look(), 0);
    expect(arrivals.complete(0)).toEqual([]);
    arrivals.observe('x', look({ modified: 11n }), 0);
    expect(arrivals.complete(0)).toEqual(['x']);
  });
});

describe('Arrivals, files that change after they were given', () => {
  it.each<[string, Changes]>([
    ['another time of writing', { modified: 11n, changed: 11n, sample: 'b' }],
    ['another size', { bytes: 101, sample: 'b' }],
    ['the same stamp, but another content (FAT)', { sample: 'b' }],
    ['the same size and time, but another content', { sample: 'b', changed: 11n, inode: 2n }],
  ])('are given again, as replacing: %s', (_, changes) => {
    expect(watch([...times(3), ...times(3, changes)]).given).toEqual(['2', '5 place']);
  });

  it.each<[string, Changes]>([
    ['renamed, or of another owner', { changed: 11n }],
    ['on a share that was mounted again', { changed: 11n, inode: 2n }],
  ])('are not where they are the same picture, %s', (_, changes) => {
    const { arrivals, given } = watch(times(3));
    expect(given).toEqual(['2']);
    const next = look(changes);
    expect(arrivals.suspect('x', next)).toBe('hash of a');
    arrivals.observe('x', next, 2000);
    expect(arrivals.complete(9000)).toEqual([]);
    // Its hash tells when samples do not.
    arrivals.observe('x', look({ changed: 12n }), 9500, { isOther: true });
    arrivals.observe('x', look({ changed: 12n }), 10_500);
    expect(arrivals.complete(10_500)).toEqual(['x']);
  });

  it('are the same where their content is, though they were touched or written again', () => {
    const touched = times(3, { modified: 11n, changed: 11n });
    expect(watch([...times(3), ...touched]).given).toEqual(['2', '5 same']);
    const part = look({ wholeness: 'part', bytes: 50, sample: 'half', modified: 11n });
    const { given, arrivals } = watch([...times(3), part, ...touched]);
    expect([given, arrivals.lost]).toEqual([['2', '6 same'], []]);
    // What overwrites it then takes the place of one that was judged.
    const other = times(3, { modified: 12n, sample: 'b' });
    const then = watch([...times(3), ...touched.slice(1), ...other]);
    expect([then.given, then.arrivals.lost]).toEqual([['2', '7 place'], []]);
  });

  it('are new ones where they were deleted before', () => {
    const { given, arrivals } = watch([...times(3), undefined, ...times(3, { modified: 12n })]);
    expect([given, arrivals.lost]).toEqual([['2', '6'], []]);
  });

  it('are not given again where a share overlooked them for a moment', () => {
    expect(watch([...times(3), undefined, undefined, ...times(5)]).given).toEqual(['2']);
  });
});

describe('Arrivals, pictures that are lost', () => {
  const replaced = [{ name: 'x', fate: 'replaced' }];

  it.each<[string, FileLook[]]>([
    ['renamed into place', [look(), look({ inode: 2n, sample: 'b' })]],
    [
      'of no format that tells',
      [look({ wholeness: 'unknown' }), look({ inode: 2n, modified: 12n })],
    ],
    ['begun again', [look(), look({ bytes: 0, wholeness: 'part', sample: '' })]],
    ['overwritten at rest', [look(), look(), look({ sample: 'b', modified: 12n })]],
  ])('counts one that is %s', (_, looks) => {
    expect(watch(looks).arrivals.lost).toEqual(replaced);
  });

  it.each<[string, FileLook[]]>([
    ['grows', [look({ wholeness: 'part' }), look({ bytes: 200, modified: 12n })]],
    [
      'grows, of no format that tells',
      [...times(2, { wholeness: 'unknown' }), look({ bytes: 200 })],
    ],
    ['is written over in pieces', [look(), look({ sample: 'b' }), look({ sample: 'c' })]],
    ['gets its time late', [look(), look(), look({ changed: 12n })]],
    ['is touched', [look(), look(), look({ modified: 12n, changed: 12n })]],
    ['was given', [...times(3), look({ inode: 2n, sample: 'b' })]],
  ])('does not count one that %s', (_, looks) => {
    expect(watch(looks).arrivals.lost).toEqual([]);
  });

  it.each<[string, number, Changes]>([
    ['after a moment, from its beginning', 30, { sample: 'b' }],
    ['after a while, whatever its beginning', 120, { sample: 'b', head: 'a' }],
    ['at once, as by a writer at work', 5, { sample: 'b' }],
    ['within, as by a writer at work', 30, { sample: 'b', head: 'a' }],
  ])('counts by what the system tells one that is overwritten %s', (what, after, changes) => {
    const arrivals = new Arrivals({ settle: 1000 });
    arrivals.observe('x', look(), 0);
    arrivals.observe('x', look(changes), after, { isHeard: true });
    expect(arrivals.lost).toEqual(what.endsWith('at work') ? [] : replaced);
  });

  it('counts one once where its writer writes over it and cuts off the rest then', () => {
    const arrivals = new Arrivals({ settle: 1000 });
    arrivals.observe('x', look({ bytes: 120 }), 0);
    arrivals.observe('x', look({ bytes: 120, sample: 'b and end of a', head: 'b' }), 200, {
      isHeard: true,
    });
    arrivals.observe('x', look({ bytes: 90, sample: 'b', head: 'b' }), 230, { isHeard: true });
    expect(arrivals.lost).toEqual(replaced);
  });

  it('counts one that is deleted, not one that is renamed', () => {
    expect(watch([look(), undefined, undefined]).arrivals.lost).toEqual([
      { name: 'x', fate: 'deleted' },
    ]);
    const arrivals = new Arrivals({ settle: 1000 });
    arrivals.observe('x', look(), 0);
    arrivals.observe('y', look({ changed: 11n }), 500);
    for (let i = 0; i < 3; i++) arrivals.observeAll(new Set(['y']));
    expect(arrivals.lost).toEqual([]);
  });
});

describe('Arrivals', () => {
  it('forgets files that went', () => {
    const { arrivals } = watch(times(3));
    for (let i = 0; i < 30; i++) arrivals.observeAll(new Set());
    expect(arrivals.known('x')).toBeUndefined();
  });

  it('asks for a look at the content while the stamp may not tell', () => {
    const { arrivals } = watch(times(2));
    expect(arrivals.isFresh('x', 2900)).toBe(true);
    expect(arrivals.isFresh('x', 3000)).toBe(false);
    expect(arrivals.isFresh('y', 0)).toBe(true);
  });
});
