import { describe, expect, it } from 'vitest';
import { TrainingError, SettingsError } from '../errors.ts';
import type { TrainingTask } from './plan.ts';
import { trainingPresets } from './settings.ts';
import { decodeTrainingHead, encodeTrainingHead } from './training-head.ts';

const task: TrainingTask = {
  settings: trainingPresets.default,
  sources: ['parts', 'synthetic:2x4'],
  leaveOut: ['screw'],
  start: 'none',
};
const circumstances = { threads: 2, runtime: 'an engine, 2 threads', commit: 'abc' };

describe('decodeTrainingHead()', () => {
  it('reads what encodeTrainingHead() wrote: the task, threads and engine', () => {
    const text = encodeTrainingHead(task, circumstances);
    expect(JSON.parse(text)).toEqual({ ...circumstances, ...task });
    const { threads, runtime } = circumstances;
    expect(decodeTrainingHead(text, 'run.json')).toEqual({ task, threads, runtime });
  });

  it('refuses what is damaged, and settings that are out of their range', () => {
    const text = encodeTrainingHead(task, circumstances);
    expect(() => decodeTrainingHead(text.slice(0, -9), 'run.json')).toThrow(TrainingError);
    expect(() => decodeTrainingHead(text.slice(0, -9), 'run.json')).toThrow('run.json is damaged');
    const wrong = { ...task, settings: { ...task.settings, batch: 1 } };
    const refused = encodeTrainingHead(wrong, circumstances);
    expect(() => decodeTrainingHead(refused, 'run.json')).toThrow(SettingsError);
  });
});
