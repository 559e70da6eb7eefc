import type {
  CellOutcome,
  CellTask,
  Engine,
  ForegroundTask,
  FoundForeground,
  OutlineTask,
  StageTimes,
  SupportBlock,
  SupportTask,
  TestTask,
} from '../../evaluation/run/engine.ts';
import type { MapShape } from '../../evaluation/run/map-block.ts';
import type { EngineRequest, EngineWorkerStart } from './evaluation-messages.ts';
import { threadModule, WorkerThread } from '../threads/worker-thread.ts';

/** How to start a thread. */
export interface WorkerEngineOptions extends EngineWorkerStart {
  /** Ends the thread after what it is at. */
  readonly signal?: AbortSignal | undefined;
}

/** An engine in a thread of its own. */
export class WorkerEngine implements Engine {
  readonly #thread: WorkerThread<EngineRequest>;

  constructor({ signal, ...data }: WorkerEngineOptions) {
    const task = 'evaluate';
    const module = threadModule('evaluation-worker', import.meta.url);
    this.#thread = new WorkerThread({ module, data, task, signal });
  }

  shapes(task: string): Promise<readonly MapShape[]> {
    return this.#thread.ask({ call: 'shapes', task });
  }

  findForeground(task: ForegroundTask): Promise<FoundForeground> {
    return this.#thread.ask({ call: 'findForeground', task });
  }

  isEnlarged(task: OutlineTask): Promise<boolean> {
    return this.#thread.ask({ call: 'isEnlarged', task });
  }

  extractTests(task: TestTask): Promise<StageTimes> {
    return this.#thread.ask({ call: 'extractTests', task });
  }

  extractSupport(task: SupportTask): Promise<SupportBlock> {
    return this.#thread.ask({ call: 'extractSupport', task });
  }

  evaluate(task: CellTask): Promise<CellOutcome> {
    return this.#thread.ask({ call: 'evaluate', task });
  }

  async release(): Promise<void> {
    if (this.#thread.hasEnded) return;
    await this.#thread.ask({ call: 'release' });
    await this.#thread.terminate();
  }
}
