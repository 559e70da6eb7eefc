import { describe, expect, it } from 'vitest';
import { confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import {
  filedPart as part,
  headerOf,
  refusal,
  withHeader,
} from '../../test/helpers/part-file-sample.ts';
import { decodePart, encodePart } from './part-file.ts';
import { isLearnedAlike } from './learned-alike.ts';
import { HEADER_VERSION } from './part-upgrade.ts';

describe('a version of a part file', () => {
  it('is named with the one that is known', () => {
    const bytes = encodePart(part);
    bytes[8] = 2;
    expect(() => decodePart(bytes, 'a.part')).toThrow('it has version 2: expected 1');
  });

  it('that a newer fewgood wrote tells to update', () => {
    const bytes = encodePart(part);
    bytes[8] = 2;
    const newer = [
      bytes,
      withHeader({ headerVersion: HEADER_VERSION + 1, settings: { new: 1 } }),
      withHeader({ headerVersion: HEADER_VERSION + 1, settings: undefined }),
    ];
    for (const file of newer) {
      const error = refusal(file);
      expect(error.message).toContain('a newer fewgood wrote it');
      expect(error.remedy).toBe('Update fewgood, or enrol the part again.');
    }
    expect(refusal(newer[1]).message).toContain(
      `its header has version ${HEADER_VERSION + 1}: expected ${HEADER_VERSION}`,
    );
  });

  it.each([
    ['a setting that no version has', { settings: { ...part.settings, glow: 'dim' } }, 'glow'],
    ['no setting', { settings: {} }, 'settings.size'],
    ['settings that are none', { settings: 3 }, 'at settings'],
    ['a version that is none', { headerVersion: 0.5 }, 'headerVersion'],
    ['no support picture', { support: [] }, 'at support'],
  ])('has no header with %s', (_, changes, fault) => {
    const { message } = refusal(withHeader(changes));
    expect(message).toContain('it is damaged: its header');
    expect(message).toContain(fault);
  });

  it('stands in the header', () => {
    expect(headerOf(encodePart(part))).toMatchObject({ headerVersion: HEADER_VERSION });
  });
});

describe('a header that does not hold together', () => {
  it.each([
    ['a self-test of no picture', { selfTest: [{ picture: 99, score: 1 }] }, 'of picture 99 of'],
    [
      'settings of other banks',
      { settings: { ...part.settings, levels: ['other'] } },
      'its banks are of',
    ],
    [
      'settings of banks whose names no terminal should get',
      { settings: { ...part.settings, levels: ['other\u202e\n'] } },
      String.raw`other\u202e\u000a`,
    ],
    [
      'settings that ask for copies',
      { settings: { ...part.settings, retrieve: 8 } },
      'it has no copies of its support set',
    ],
    [
      'copies that are not there',
      { copies: { copies: 2, width: 3, gridHeight: 2, gridWidth: 1 } },
      'its array copies/features is missing',
    ],
    ['a pose that none is', { pose: { policy: 'anyhow', evidence: '' } }, 'at pose.policy'],
    [
      'a margin below 1',
      { reverse: { largest: 1, margin: 0.9, usualScore: 1 } },
      'at reverse.margin: expected number to be >=1',
    ],
    [
      'a target that is no share',
      { calibration: { ...part.calibration, targetFalseReject: 7 } },
      'at calibration.targetFalseReject',
    ],
    [
      'a threshold below 0',
      { calibration: { ...part.calibration, threshold: -1 } },
      'at calibration.threshold: expected number to be >=0',
    ],
    [
      'a setting out of range',
      { settings: { ...part.settings, sigma: -1 } },
      'at settings.sigma: expected a number from 0 to 100',
    ],
  ])('is damage: %s', (_, changes, fault) => {
    expect(refusal(withHeader(changes)).message).toContain(fault);
  });
});

describe('isLearnedAlike()', () => {
  it('is true of one part with other confirmed pictures, and false of another part', () => {
    const confirmed = [confirmedOf('a', 1)];
    const calibrated = { ...part, calibration: { ...part.calibration, confirmed, threshold: 1 } };
    expect(isLearnedAlike(part, calibrated)).toBe(true);
    const banks = part.banks.map((level) => ({ ...level, coveringRadius: 0.5 }));
    expect(isLearnedAlike(part, { ...part, banks })).toBe(false);
    expect(isLearnedAlike(part, { ...part, companions: [part] })).toBe(false);
    const leaveOneOut = [scoreOf('s', 4)];
    const relearned = { ...part, calibration: { ...part.calibration, leaveOneOut } };
    expect(isLearnedAlike(part, relearned)).toBe(false);
  });
});
