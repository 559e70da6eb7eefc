/** Baseline and extended sequential. */
const SEQUENTIAL: readonly number[] = [0xc0, 0xc1];
const PROGRESSIVE = 0xc2;
/** The largest number of a coefficient of 8 x 8. */
export const LAST_COEFFICIENT = 63;
/** Of a coefficient that no scan has named. */
const UNNAMED = 0xff;

/**
 * Which coefficients the scans of a JPEG hold, and down to which bit. libjpeg takes one that ends between
 * two scans, by its own mark, for whole, and shows it blurred or without colours.
 *
 * Source: ITU-T T.81, B.2.2 and B.2.3 for the headers, G.1.1.1 for the progression.
 */
export class JpegScans {
  /** By component, for each coefficient the lowest bit that was sent, 0 for all of it. */
  readonly #bits = new Map<number, Uint8Array>();
  /** Marker of the frame. */
  readonly frame: number;
  /** Bits a sample. */
  readonly precision: number;

  /**
   * @param frame - Marker of the frame (SOF).
   * @param header - What its segment holds, behind its length.
   */
  constructor(frame: number, header: Uint8Array) {
    this.frame = frame;
    this.precision = header[0] ?? 8;
    // Behind precision, height, width and number: number, sampling and table of each component.
    for (let i = 0; i < (header[5] ?? 0); i++) {
      this.#bits.set(header[6 + i * 3] ?? 0, new Uint8Array(LAST_COEFFICIENT + 1).fill(UNNAMED));
    }
  }

  /**
   * Takes what the header of a scan, behind its length, names.
   *
   * @returns Whether it names the coefficients that a scan of its kind must; of a sequential one, all.
   * @throws {@link Error} if a sequential one is laid over an earlier, of which nothing were seen any more.
   */
  add(header: Uint8Array): boolean {
    const components = componentsOf(header);
    const [first = 0, last = 0, approximation = 0] = header.subarray(1 + components.length * 2);
    const rows = [...components].flatMap((component) => this.#bits.get(component) ?? []);
    if (!SEQUENTIAL.includes(this.frame)) {
      for (const bits of rows) bits.fill(approximation & 15, first, last + 1);
      return true;
    }
    if (rows.some(([mean]) => mean === 0)) {
      throw new Error('two of its scans are of one component');
    }
    // It has all of its components, whatever its header says.
    for (const bits of rows) bits.fill(0);
    return first === 0 && last === LAST_COEFFICIENT && approximation === 0;
  }

  /** @throws {@link Error} if scans are missing; of kinds that are not read, nothing is known. */
  assertWhole(): void {
    if (this.frame !== PROGRESSIVE && !SEQUENTIAL.includes(this.frame)) return;
    for (const bits of this.#bits.values()) {
      const missing = bits.filter((lowest) => lowest > 0).length;
      if (missing === 0) continue;
      const what = missing > LAST_COEFFICIENT ? 'a colour' : `${missing} of 64 coefficients`;
      throw new Error(`it ends before its last scan, without all bits of ${what}`);
    }
  }
}

/** Numbers of the components of a scan, by its header: of each two bytes, the first. */
function componentsOf(scan: Uint8Array): Uint8Array {
  return scan.subarray(1, 1 + (scan[0] ?? 0) * 2).filter((_, i) => i % 2 === 0);
}
