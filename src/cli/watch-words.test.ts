import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../node/inspection/watch-options.ts';
import { watchWords } from './watch-words.ts';

describe('watchWords()', () => {
  it.each<[WatchEvent, string]>([
    [
      { kind: 'away', fault: 'it is not there' },
      'in is away: it is not there. Waiting for its return.',
    ],
    [{ kind: 'back' }, 'in is back.'],
    [
      { kind: 'lost', path: 'in/a.png', fate: 'replaced' },
      'in/a.png was replaced before it could be judged.',
    ],
    [
      { kind: 'unreadable', path: 'in/cam', fault: 'permission denied' },
      'in/cam cannot be watched: permission denied.',
    ],
    [
      { kind: 'subfolders', names: ['in/a', 'in/b', 'in/c', 'in/d'] },
      '4 folders within, not watched: in/a, in/b, in/c, …. With --recursive they are.',
    ],
    [
      { kind: 'subfolders', names: ['in/a'] },
      '1 folder within, not watched: in/a. With --recursive they are.',
    ],
  ])('says %j', (event, words) => {
    expect(watchWords(event, 'in')).toBe(words);
  });
});
