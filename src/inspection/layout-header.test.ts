import { describe, expect, it } from 'vitest';
import { filedPart, headerOf, refusal, withHeader } from '../../test/helpers/part-file-sample.ts';
import type { ObjectLayout } from '../objects/layout.ts';
import { decodePart, encodePart } from './part-file.ts';

const free: ObjectLayout = {
  kind: 'free',
  picture: { width: 90, height: 60 },
  area: { x: 0.1, y: 0, width: 0.5, height: 1 },
  count: null,
  threshold: 31.5,
  gap: 0.0065,
  sizes: { smallest: 0.01, usual: 0.012, largest: 0.014 },
  side: 0.2,
};

describe('the layout in the header of a part file', () => {
  it.each<ObjectLayout>([
    free,
    { kind: 'grid', picture: { width: 90, height: 60 }, area: null, columns: 3, rows: 2 },
  ])('comes back as it was: $kind', (layout) => {
    expect(decodePart(encodePart({ ...filedPart, layout }), 'a.part').layout).toEqual(layout);
  });

  it('is not there in a part of one object, whose bytes are as before', () => {
    expect(headerOf(encodePart(filedPart))).not.toHaveProperty('layout');
    expect(encodePart({ ...filedPart, layout: undefined })).toEqual(encodePart(filedPart));
    expect(decodePart(encodePart(filedPart), 'a.part')).not.toHaveProperty('layout');
  });

  it.each([
    { ...free, count: 0 },
    { ...free, side: 7 },
    { ...free, kind: 'heap' },
    { ...free, area: { x: 0, y: 0, width: 0, height: 1 } },
    { kind: 'grid', picture: { width: 90, height: 60 }, area: null, columns: 2.5, rows: 2 },
  ])('is refused as damage: %j', (layout) => {
    expect(refusal(withHeader({ layout })).message).toContain('layout');
  });
});
