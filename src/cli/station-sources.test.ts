import { expect, it } from 'vitest';
import { stationSources } from './station-sources.ts';

const none = { watch: [], camera: [], 'camera-every': 1 };

it('reads the part before the first =', () => {
  const options = {
    watch: ['bolt=/srv/a=b'],
    camera: ['nut=rtsp://me:x@c/1?a=b'],
    'camera-every': 5,
  };
  expect(stationSources(options)).toEqual([
    { kind: 'folder', part: 'bolt', folder: '/srv/a=b' },
    { kind: 'camera', part: 'nut', input: 'rtsp://me:x@c/1?a=b', every: 5 },
  ]);
});

it('refuses a place without a part, and says how it is written', () => {
  expect(() => stationSources({ ...none, watch: ['/srv/camera1'] })).toThrow(/name of a part/);
  expect(() => stationSources({ ...none, camera: ['nut='] })).toThrow(/--camera nut=/);
});
