import { describe, expect, it } from 'vitest';
import { jobId, judgeJobs, writeJob } from './job.ts';

const hash = (digit: string): string => digit.repeat(64);
const { read } = judgeJobs;
const subject = {
  request: 'shift-7',
  part: { name: 'washer', sha256: hash('a') },
  picture: { name: 'a.png', sha256: hash('b'), bytes: 7, modified: '2026-01-01T00:00:00.000Z' },
};

describe('writeJob(), judgeJobs', () => {
  it('reads what it wrote', () => {
    const job = writeJob(subject);
    expect(read(JSON.stringify(job))).toEqual(job);
  });

  it('leaves a job of a newer format to others, and knows what is none', () => {
    const job = { ...writeJob(subject), format: 2, part: 'of another shape' };
    expect(read(JSON.stringify(job))).toBe('newer');
    expect(read('{')).toBe('broken');
    expect(read(JSON.stringify({ ...writeJob(subject), id: 'none' }))).toBe('broken');
  });
});

describe('jobId()', () => {
  it('is the same for one picture under two names, and another one for all else', () => {
    const { picture, part } = subject;
    const id = jobId(subject);
    expect(jobId({ ...subject, picture: { ...picture, name: 'b.png' } })).toBe(id);
    expect(jobId({ ...subject, part: { ...part, name: 'other' } })).toBe(id);
    const others = [
      jobId({ ...subject, request: 'shift-8' }),
      jobId({ ...subject, part: { ...part, sha256: hash('c') } }),
      jobId({ ...subject, picture: { ...picture, sha256: hash('c') } }),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
