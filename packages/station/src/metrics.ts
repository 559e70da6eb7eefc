import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { verdicts } from './api/inspection.ts';

/** Why pictures are turned away. */
type Refusal = 'queue' | 'unavailable';
const REFUSALS: readonly Refusal[] = ['queue', 'unavailable'];

/** Bounds of the buckets of times, seconds. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What the station counts, for Prometheus. */
export class StationMetrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];

  readonly accepted: Counter = new Counter({
    name: 'fewgood_pictures_accepted_total',
    help: 'Pictures taken to be judged',
    registers: this.#registers,
  });

  readonly refused: Counter<'reason'> = new Counter({
    name: 'fewgood_pictures_refused_total',
    help: 'Pictures that were turned away, and told so',
    labelNames: ['reason'],
    registers: this.#registers,
  });

  readonly judged: Counter<'verdict'> = new Counter({
    name: 'fewgood_inspections_total',
    help: 'Pictures that were judged, by verdict; failed are those that could not be',
    labelNames: ['verdict'],
    registers: this.#registers,
  });

  readonly waiting: Gauge = new Gauge({
    name: 'fewgood_queue_waiting',
    help: 'Pictures that wait to be judged',
    registers: this.#registers,
  });

  readonly judging: Histogram = new Histogram({
    name: 'fewgood_judging_seconds',
    help: 'Time that judging a picture took',
    buckets: SECONDS,
    registers: this.#registers,
  });

  readonly latency: Histogram = new Histogram({
    name: 'fewgood_latency_seconds',
    help: 'Time from the arrival of a picture to its verdict',
    buckets: SECONDS,
    registers: this.#registers,
  });

  readonly told: Counter<'connector'> = new Counter({
    name: 'fewgood_outbox_told_total',
    help: 'Verdicts that the receiver of a connector took',
    labelNames: ['connector'],
    registers: this.#registers,
  });

  readonly untold: Counter<'connector'> = new Counter({
    name: 'fewgood_outbox_attempts_failed_total',
    help: 'Attempts to tell a verdict that failed',
    labelNames: ['connector'],
    registers: this.#registers,
  });

  readonly outbox: Gauge<'connector'> = new Gauge({
    name: 'fewgood_outbox_waiting',
    help: 'Verdicts that wait for the receiver of a connector',
    labelNames: ['connector'],
    registers: this.#registers,
  });

  readonly dead: Gauge<'connector'> = new Gauge({
    name: 'fewgood_outbox_dead_letters',
    help: 'Verdicts that the receiver of a connector did not take',
    labelNames: ['connector'],
    registers: this.#registers,
  });

  readonly connected: Gauge<'connector'> = new Gauge({
    name: 'fewgood_connector_up',
    help: '1 while the other side of a connector answers; 0 is an alarm',
    labelNames: ['connector'],
    registers: this.#registers,
  });

  readonly dropped: Counter<'source'> = new Counter({
    name: 'fewgood_source_dropped_total',
    help: 'Pictures of a camera that were dropped: a newer one came before they were taken',
    labelNames: ['source'],
    registers: this.#registers,
  });

  readonly triggers: Counter<'trigger' | 'answer'> = new Counter({
    name: 'fewgood_triggers_total',
    help: 'Triggers that were answered, by verdict, or by why there was none',
    labelNames: ['trigger', 'answer'],
    registers: this.#registers,
  });

  readonly triggerTime: Histogram<'trigger'> = new Histogram({
    name: 'fewgood_trigger_seconds',
    help: 'Time from a trigger to its answer',
    labelNames: ['trigger'],
    buckets: SECONDS,
    registers: this.#registers,
  });

  readonly triggerUp: Gauge<'trigger'> = new Gauge({
    name: 'fewgood_trigger_up',
    help: '1 while a trigger has pictures; 0 is an alarm',
    labelNames: ['trigger'],
    registers: this.#registers,
  });

  constructor() {
    // From the start, so that the first of a kind is seen as an increase.
    for (const verdict of [...verdicts, 'failed']) this.judged.inc({ verdict }, 0);
    for (const reason of REFUSALS) this.refused.inc({ reason }, 0);
  }

  /** Media type of {@link text}. */
  get type(): string {
    return this.#registry.contentType;
  }

  /** All of it, as Prometheus reads it. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }
}
