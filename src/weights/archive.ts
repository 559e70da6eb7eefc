import { type Unzipped, unzipSync } from 'fflate';

/** No backbone is larger; an archive that claims more would only fill the memory. */
const MAX_BYTES = 2 ** 31;

/**
 * All entries of a ZIP archive, by name.
 *
 * @param bytes - The archive, shape [length].
 * @throws {@link RangeError} if it claims too much; of damage whatever the decoder throws.
 */
export function unzip(bytes: Uint8Array): Unzipped {
  let claimed = 0;
  return unzipSync(bytes, {
    filter: ({ originalSize }) => {
      claimed += originalSize;
      if (claimed > MAX_BYTES) throw new RangeError(`its arrays claim over ${MAX_BYTES} bytes`);
      return true;
    },
  });
}
