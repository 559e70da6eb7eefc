import { ArgumentRangeError, ShapeError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { cast } from '../graph/operators/elementwise.ts';
import { fusedMatMul, gemm } from '../graph/operators/matmul.ts';
import { topK } from '../graph/operators/reduce.ts';
import { gather } from '../graph/operators/region.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Value } from '../graph/value.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { type Matrix, matrix, squaredDistance } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { NearestList } from './nearest-list.ts';
import { areEquallyLong, squaredNorms, unitRows } from '../tensor/norms.ts';

/** What a distance between features is. */
export interface NeighborOptions {
  /**
   * `cosine` searches rows scaled to length 1: the same order as by cosine, and a distance d between
   * them is the cosine distance d²/2. A row of zeros is at distance 1 from every other.
   */
  readonly metric?: 'euclidean' | 'cosine';
  /** Bank rows that are searched at once; bounds the memory, not the result. */
  readonly blockRows?: number;
}

/** Bank rows near each of N queries, the nearest first; of equally near ones, the lowest row first. */
export interface Neighbors {
  /** Euclidean distances, shape [N, K]. */
  readonly distances: Float32Array;
  /** Rows of the bank, shape [N, K]. */
  readonly indices: Int32Array;
}

/** An exact search of one bank of shape [M, D]. */
export interface NearestNeighbors {
  /**
   * The bank rows nearest to each query.
   *
   * @param queries - Shape [N, D].
   * @param neighbours - How many; all M rows if the bank has fewer.
   * @param among - The rows of the bank to choose from, each once; all by default.
   * @returns Shape [N, min(neighbours, M)]. Queries that hold a NaN get distances of NaN.
   * @throws {@link ShapeError} if the queries are not as wide as the bank.
   * @throws {@link ArgumentRangeError} if `neighbours` is not a positive integer.
   */
  search(queries: Matrix, neighbours?: number, among?: Uint32Array): Promise<Neighbors>;
  /**
   * Distances, as `search` gives them, from one query to chosen bank rows.
   *
   * @param query - Shape [D].
   * @param indices - Rows of the bank, shape [K].
   * @returns Shape [K].
   */
  distances(query: Float32Array, indices: ArrayLike<number>): Float32Array;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/** Rows of a block by default. */
const BLOCK_ROWS = 10_000;
/** Queries that are searched at once, which bounds the products held: [QUERY_ROWS, block rows]. */
const QUERY_ROWS = 2048;
/**
 * Readies the exact search of a bank, which is not copied unless the metric is cosine and must not
 * change while the search is in use.
 *
 * ONNX Runtime finds candidates by |m|² - 2 q·m in float32, block by block; their distances are then
 * computed from the features in float64. So a row is at distance 0 from itself, and distances depend
 * on neither blocks nor threads.
 *
 * @param bank - Features of shape [M, D], all finite.
 * @throws {@link ArgumentRangeError} if the bank is empty or `blockRows` is not a positive integer.
 */
export function createNearestNeighbors(
  runtime: Runtime,
  bank: Matrix,
  { metric = 'euclidean', blockRows = BLOCK_ROWS }: NeighborOptions = {},
): NearestNeighbors {
  assertPositive('the rows of the bank', bank.rows);
  assertPositive('blockRows', blockRows);
  const prepare = metric === 'cosine' ? unitRows : (features: Matrix): Matrix => features;
  return new BlockedSearch(runtime, prepare(bank), prepare, blockRows);
}

/** Some rows of the bank, ready to be fed. */
interface Block {
  readonly first: number;
  readonly rows: number;
  /** The bank's numbers of the rows, where the whole bank is fed and the engine gathers them. */
  readonly among?: Int32Array;
  readonly feeds: Readonly<Record<string, RuntimeTensor>>;
}

/** What the search of one block found. */
interface Candidates {
  /** Rows a query. */
  readonly count: number;
  /** Rows of the bank, shape [N, count]. */
  readonly indices: Int32Array;
}

class BlockedSearch implements NearestNeighbors {
  readonly #runtime: Runtime;
  readonly #bank: Matrix;
  readonly #prepare: (features: Matrix) => Matrix;
  /** Squared length of each row, shape [M]; undefined where they are the same. */
  readonly #norms: Float32Array | undefined;
  readonly #blockRows: number;
  /** One session for each number of neighbours asked for, of all rows or of some, which a graph fixes. */
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(
    runtime: Runtime,
    bank: Matrix,
    prepare: (features: Matrix) => Matrix,
    blockRows: number,
  ) {
    this.#runtime = runtime;
    this.#bank = bank;
    this.#prepare = prepare;
    this.#blockRows = blockRows;
    const norms = squaredNorms(bank);
    this.#norms = areEquallyLong(norms) ? undefined : norms;
  }

  async search(queries: Matrix, neighbours = 1, among?: Uint32Array): Promise<Neighbors> {
    assertPositive('neighbours', neighbours);
    if (queries.cols !== this.#bank.cols) {
      throw new ShapeError('queries', [queries.rows, queries.cols], `[*, ${this.#bank.cols}]`);
    }
    const k = Math.min(neighbours, among?.length ?? this.#bank.rows);
    const blocks = among ? this.#blocksAmong(among) : this.#allBlocks();
    const prepared = this.#prepare(queries);
    const distances = new Float32Array(queries.rows * k);
    const indices = new Int32Array(queries.rows * k);
    for (let first = 0; first < queries.rows; first += QUERY_ROWS) {
      const some = rowRange(prepared, first, Math.min(first + QUERY_ROWS, queries.rows));
      const candidates = await this.#candidates(some, k, blocks);
      const at = first * k;
      const end = at + some.rows * k;
      this.#rank(some, candidates, {
        distances: distances.subarray(at, end),
        indices: indices.subarray(at, end),
      });
    }
    return { distances, indices };
  }

  /** Views of the bank, none copied. */
  #allBlocks(): Block[] {
    return this.#ranges(this.#bank.rows).map(([first, end]) => ({
      first,
      rows: end - first,
      feeds: this.#feedsOf(first, end),
    }));
  }

  /** Some rows of the bank, counted as the bank counts them. */
  #blocksAmong(among: Uint32Array): Block[] {
    const feeds = this.#feedsOf(0, this.#bank.rows);
    return this.#ranges(among.length).map(([first, end]) => {
      const some = Int32Array.from(among.subarray(first, end));
      const numbers = new this.#runtime.Tensor('int32', some, [some.length]);
      return { first, rows: some.length, among: some, feeds: { ...feeds, among: numbers } };
    });
  }

  #ranges(rows: number): [first: number, end: number][] {
    const count = Math.ceil(rows / this.#blockRows);
    return Array.from({ length: count }, (_, i) => {
      const first = i * this.#blockRows;
      return [first, Math.min(first + this.#blockRows, rows)];
    });
  }

  #feedsOf(first: number, end: number): Block['feeds'] {
    const bank = matrixTensor(this.#runtime, rowRange(this.#bank, first, end));
    const norms = this.#norms?.subarray(first, end);
    return norms
      ? { bank, norms: new this.#runtime.Tensor('float32', norms, [norms.length]) }
      : { bank };
  }

  distances(query: Float32Array, indices: ArrayLike<number>): Float32Array {
    const prepared = this.#prepare(matrix(query, 1, query.length));
    return Float32Array.from(indices, (index) => this.#distance(prepared, 0, index));
  }

  async release(): Promise<void> {
    const sessions = await Promise.all(this.#sessions.values());
    this.#sessions.clear();
    for (const session of sessions) await session.release();
  }

  /** Of each block, up to k rows for each query, shape [N, min(k, block rows)]. */
  async #candidates(queries: Matrix, k: number, blocks: readonly Block[]): Promise<Candidates[]> {
    const candidates: Candidates[] = [];
    const tensor = matrixTensor(this.#runtime, queries);
    for (const { first, rows, feeds, among } of blocks) {
      const count = Math.min(k, rows);
      const indices = new Int32Array(queries.rows * count);
      const fetches = {
        indices: new this.#runtime.Tensor('int32', indices, [queries.rows, count]),
      };
      const session = await this.#session(count, among !== undefined);
      await session.run({ queries: tensor, ...feeds }, fetches);
      const numbers = among ? indices.map((i) => among[i]) : indices.map((i) => first + i);
      candidates.push({ count, indices: numbers });
    }
    return candidates;
  }

  /** Writes, for each query, the nearest of its candidates: the k nearest rows are among them. */
  #rank(
    queries: Matrix,
    candidates: readonly Candidates[],
    { distances, indices }: Neighbors,
  ): void {
    const k = indices.length / queries.rows;
    const best = new NearestList(k);
    for (let q = 0; q < queries.rows; q++) {
      best.clear();
      for (const { count, indices: rows } of candidates) {
        for (let c = q * count; c < (q + 1) * count; c++) {
          const index = rows[c];
          best.offer(this.#distance(queries, q, index), index);
        }
      }
      distances.set(best.distances, q * k);
      indices.set(best.indices, q * k);
    }
  }

  #distance(queries: Matrix, q: number, index: number): number {
    return Math.sqrt(squaredDistance(queries, q, this.#bank, index));
  }

  #session(neighbours: number, isAmong: boolean): Promise<Session> {
    const key = `${neighbours} ${isAmong}`;
    const existing = this.#sessions.get(key);
    if (existing) return existing;
    const session = this.#runtime.createSession(
      searchModel(this.#bank.cols, neighbours, { isAmong, hasNorms: this.#norms !== undefined }),
    );
    this.#sessions.set(key, session);
    return session;
  }
}

/**
 * |m|² - 2 q·m, which orders as |q - m|² does, and the rows where it is smallest; without |m|² where
 * all rows are equally long.
 */
function searchModel(
  width: number,
  neighbours: number,
  { isAmong, hasNorms }: { readonly isAmong: boolean; readonly hasNorms: boolean },
): Uint8Array {
  const g = new GraphBuilder();
  const queries = g.input('queries', ['n', width]);
  const bank = g.input('bank', ['m', width]);
  const norms = hasNorms ? g.input('norms', ['m']) : undefined;
  const among = isAmong ? g.input('among', ['k'], 'int32') : undefined;
  const some = (all: Value): Value => (among ? gather(g, all, among) : all);
  const options = { transposeB: true, alpha: -2 };
  const scores = norms
    ? gemm(g, [queries, some(bank), some(norms)], options)
    : fusedMatMul(g, queries, some(bank), options);
  const { indices } = topK(g, scores, neighbours, { largest: false });
  g.output('indices', cast(g, indices, 'int32'));
  return serializeModel(g);
}

function rowRange({ data, cols }: Matrix, first: number, end: number): Matrix {
  return matrix(data.subarray(first * cols, end * cols), end - first, cols);
}

function assertPositive(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ArgumentRangeError(name, value, 'an integer of at least 1');
}
