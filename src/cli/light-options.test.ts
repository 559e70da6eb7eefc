import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.ts';
import { rgbImage } from '../image/rgb-image.ts';
import { toLightRequest } from './light-options.ts';

const none = { light: 'none', peaks: undefined, flat: undefined } as const;
const flat = rgbImage(Uint8Array.of(9, 9, 9), 1, 1);
const read = async (): Promise<typeof flat> => Promise.resolve(flat);
const unread = async (): Promise<never> => Promise.reject(new Error('read'));

describe('toLightRequest()', () => {
  it('is none where nothing is said, and reads nothing for it', async () => {
    expect(await toLightRequest(none, unread)).toBeUndefined();
  });

  it('takes a method, peaks and a flat field', async () => {
    expect(await toLightRequest({ ...none, light: 'even' }, unread)).toEqual({ method: 'even' });
    const all = { light: 'invariant', peaks: '620, 540,470', flat: 'empty.png' } as const;
    expect(await toLightRequest(all, read)).toEqual({
      method: 'invariant',
      peaks: [620, 540, 470],
      flat,
    });
    expect(await toLightRequest({ ...none, flat: 'empty.png' }, read)).toEqual({
      method: 'none',
      flat,
    });
  });

  it.each(['', '620', '620,540', '620,540,470,400', '620,,470', 'red,green,blue'])(
    'refuses the peaks %j',
    async (peaks) => {
      const reading = toLightRequest({ ...none, light: 'invariant', peaks }, unread);
      await expect(reading).rejects.toThrow(UsageError);
      await expect(reading).rejects.toThrow(`--peaks "${peaks}": expected three wavelengths`);
    },
  );
});
