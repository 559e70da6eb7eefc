import { PUBLISHED } from '../published/figures.ts';
import type { PublishedFigure, PublishedMetric } from '../published/sources.ts';
import { REMARKS } from '../published/sources.ts';
import type { Table, TableRow } from '../tables/table.ts';
import type { BenchResult, CategoryTiming, EnergyReading } from './bench-result.ts';

const STAGES = ['decode', 'preprocess', 'features', 'search', 'map', 'total'];
const JOULES_PER_KILOWATT_HOUR = 3.6e6;

/** The tables of a bench: each category by stage, then thesis tables 5.6 and 5.9. */
export function benchTables(result: BenchResult): Table[] {
  return [stageTable(result), categoryTimeTable(result), energyTable(result)];
}

/** Milliseconds a picture by stage. */
function stageTable({ timings, provenance, repeats }: BenchResult): Table {
  return {
    title: `Milliseconds a picture, p50 / p95 / p99, each inspected ${repeats} times, on ${provenance.machine}, ${provenance.runtime}`,
    columns: ['Category', 'K', 'Pictures', 'Bank, s', 'Category, s', ...STAGES],
    rows: timings.map((timing): TableRow => {
      const { category, shots, pictures, bankSeconds, categorySeconds, stages } = timing;
      const times = STAGES.map((stage) => {
        const percentiles = stages[stage];
        return [percentiles.p50, percentiles.p95, percentiles.p99]
          .map((time) => time.toFixed(1))
          .join(' / ');
      });
      const numbers = [shots, pictures].map(String);
      const seconds = [bankSeconds, categorySeconds].map((value) => value.toFixed(2));
      return { cells: [category, ...numbers, ...seconds, ...times] };
    }),
    notes: [],
  };
}

/** Seconds a category by K (thesis table 5.6), the published ones beside ours. */
function categoryTimeTable({ timings }: BenchResult): Table {
  const published = publishedWith('secondsPerCategory');
  const methods = [...new Set(published.map(({ method }) => method))];
  const pictures = meanOf(timings, (timing) => timing.pictures);
  return {
    title: `Seconds a category (thesis table 5.6): ours over ${pictures.toFixed(0)} pictures on average; published for MPDD. ${remarksOn(published)}`,
    columns: ['K', 'Ours', 'Ours, bank', ...methods.map((method) => `${method}, MPDD`)],
    rows: shotsOf(timings).map((shots): TableRow => {
      const ours = timings.filter((timing) => timing.shots === shots);
      const seconds = [
        meanOf(ours, (timing) => timing.categorySeconds),
        meanOf(ours, (timing) => timing.bankSeconds),
      ];
      const theirs = methods.map((method) => {
        const figure = published.find((one) => one.method === method && one.shots === shots);
        return figure === undefined ? '–' : String(figure.value);
      });
      return { cells: [String(shots), ...seconds.map((value) => value.toFixed(1)), ...theirs] };
    }),
    notes: [],
  };
}

/** Energy of learning and inspecting (thesis table 5.9), if a meter measured it. */
function energyTable({ timings, meters }: BenchResult): Table {
  const published = publishedWith('kilowattHours');
  const theirs = published.map(({ method, value, shots }): TableRow => ({
    cells: [`${method}, MPDD`, String(shots), '–', '–', '–', String(value)],
  }));
  const ours = shotsOf(timings).flatMap((shots) =>
    meters.map((meter) => energyRow(meter, shots, timings)),
  );
  const none: TableRow = { cells: ['Ours: this machine offers no meter', '–', '–', '–', '–', '–'] };
  return {
    title: `Energy (thesis table 5.9): of all that a meter measures, whatever else ran. Published: ${remarksOn(published)}`,
    columns: ['Meter', 'K', 'Bank, J', 'Category, J', 'Picture, J', 'All categories, kWh'],
    rows: [...(ours.length > 0 ? ours : [none]), ...theirs],
    notes: [],
  };
}

function energyRow(meter: string, shots: number, timings: readonly CategoryTiming[]): TableRow {
  const ours = timings.filter((timing) => timing.shots === shots);
  const bank = ours.map(({ bankEnergy }) => joulesOf(bankEnergy, meter));
  const category = ours.map(({ categoryEnergy }) => joulesOf(categoryEnergy, meter));
  const pictures = sum(ours.map((timing) => timing.pictures));
  const kilowattHours = (sum(bank) + sum(category)) / JOULES_PER_KILOWATT_HOUR;
  return {
    cells: [
      meter,
      String(shots),
      (sum(bank) / ours.length).toFixed(1),
      (sum(category) / ours.length).toFixed(1),
      (sum(category) / pictures).toFixed(2),
      kilowattHours.toPrecision(3),
    ],
  };
}

function joulesOf(readings: readonly EnergyReading[], meter: string): number {
  return sum(readings.filter((one) => one.meter === meter).map(({ joules }) => joules));
}

function publishedWith(metric: PublishedMetric): PublishedFigure[] {
  return PUBLISHED.filter((figure) => figure.metric === metric);
}

/** What a reader of published figures has to know. */
function remarksOn(figures: readonly PublishedFigure[]): string {
  const names = [...new Set(figures.flatMap(({ remarks }) => remarks))];
  return names.map((name) => REMARKS[name]).join(' ');
}

function shotsOf(timings: readonly CategoryTiming[]): number[] {
  return [...new Set(timings.map(({ shots }) => shots))].toSorted((a, b) => a - b);
}

function meanOf(
  timings: readonly CategoryTiming[],
  of: (timing: CategoryTiming) => number,
): number {
  return sum(timings.map(of)) / timings.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
