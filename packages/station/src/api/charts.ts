import { z } from 'zod';
import { momentSchema } from './common.ts';

/** Minutes of a day. */
const DAY = 1440;

/** Three shifts of eight hours. */
const SHIFTS = 'early=06:00-14:00,late=14:00-22:00,night=22:00-06:00';

/** A clock on the wall, as minutes since midnight. */
function minuteOf(text: string): number {
  const [hour = NaN, minute = NaN] = text.split(':').map(Number);
  return hour < 24 && minute < 60 ? hour * 60 + minute : NaN;
}

const shiftSchema = z.string().transform((text, context) => {
  const match = /^([^=,]{1,40})=(\d\d:\d\d)-(\d\d:\d\d)$/u.exec(text.trim());
  const [name = '', from, to] = [
    match?.[1],
    minuteOf(match?.[2] ?? ''),
    minuteOf(match?.[3] ?? ''),
  ];
  if (Number.isInteger(from) && Number.isInteger(to)) return { name: name.trim(), from, to };
  context.addIssue(`${text}: expected a name and times such as early=06:00-14:00`);
  return z.NEVER;
});

const shiftsSchema = z
  .string()
  .max(500)
  .default(SHIFTS)
  .transform((text) => text.split(','))
  .pipe(z.array(shiftSchema).max(12))
  .refine((shifts) => {
    const minutes = shifts.flatMap(({ from, to }) =>
      Array.from({ length: (to - from + DAY) % DAY || DAY }, (_, i) => (from + i) % DAY),
    );
    return new Set(minutes).size === minutes.length;
  }, 'expected shifts that do not overlap')
  .describe('name=from-to, by commas; a shift that ends before it begins goes over midnight');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What charts are drawn of. */
export const chartQuerySchema = z.object({
  version: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe('of the part; without it all, and the control charts of the active one'),
  from: momentSchema.optional(),
  to: momentSchema.optional().describe('exclusive'),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'expected a time zone such as Europe/Berlin')
    .optional()
    .describe('of hours and shifts; that of the station by default'),
  shifts: shiftsSchema,
  baseline: z.coerce
    .number()
    .int()
    .min(20)
    .max(5000)
    .default(300)
    .describe('first passes of the version, of which the limits are made'),
});
export type ChartQuery = z.output<typeof chartQuerySchema>;

const intervalSchema = z.strictObject({ low: z.number(), high: z.number() });
const rateSchema = z.strictObject({
  count: z.int(),
  of: z.int(),
  share: z.number().nullable().describe('null where nothing was observed'),
  interval: intervalSchema.describe('Wilson, at 95 % confidence'),
});
const periodSchema = z
  .strictObject({
    day: z.string().describe('local, on which it began'),
    name: z.string().describe('hour or shift; empty where no shift is on'),
    first: z.number().describe('its first inspection, milliseconds since 1970 in UTC'),
    last: z.number(),
    inspections: z.int(),
    fail: rateSchema.describe('of those that could be judged'),
    cannotJudge: rateSchema.describe('of all'),
  })
  .meta({ id: 'ProductionPeriod' });

const alarmSchema = z.strictObject({
  from: z.int().describe('index of its first point'),
  to: z.int(),
  side: z.enum(['up', 'down']),
});

/** Scores of one version over time, with control limits. */
export const controlChartSchema = z
  .strictObject({
    version: z.int(),
    baseline: z.strictObject({
      scores: z.int(),
      from: z.string(),
      to: z.string().describe('when the last of them was taken in'),
      isSmall: z
        .boolean()
        .describe('so few that false alarms may come twice as often as the charts are set for'),
    }),
    points: z.strictObject({
      id: z.array(z.string()),
      time: z.array(z.number()).describe('milliseconds since 1970 in UTC'),
      ratio: z.array(z.number()).describe('score / threshold'),
      standard: z.array(z.number()).describe('in standard deviations of the baseline, cut at 3'),
    }),
    ewma: z.strictObject({
      lambda: z.number(),
      limit: z.number(),
      values: z.array(z.number()),
      limits: z.array(z.number()).describe('on either side of 0'),
      alarms: z.array(alarmSchema),
    }),
    cusum: z.strictObject({
      reference: z.number(),
      decision: z.number(),
      up: z.array(z.number()),
      down: z.array(z.number()),
      alarms: z.array(
        alarmSchema.extend({ since: z.int().describe('where the shift may have begun') }),
      ),
    }),
  })
  .meta({ id: 'ControlChart' });
export type ControlChart = z.infer<typeof controlChartSchema>;

const quantileSchema = z.strictObject({
  p: z.number(),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** What a part's production came to. */
export const productionChartsSchema = z
  .strictObject({
    inspections: z.int().describe('judged ones that the charts are made of, the newest'),
    omitted: z.int().describe('older ones of the period, which are too many'),
    timeZone: z.string(),
    control: controlChartSchema.nullable(),
    withoutControl: z
      .strictObject({
        reason: z.enum(['no-version', 'few-scores', 'scores-alike']),
        found: z.int(),
        expected: z.int(),
      })
      .nullable()
      .describe('why there are no control charts'),
    hours: z.array(periodSchema),
    shifts: z.array(periodSchema),
    latency: z.strictObject({
      judging: z.array(quantileSchema).describe('p50, p95, p99 in milliseconds'),
      answer: z
        .array(quantileSchema)
        .describe('from taken in to the verdict stored, waiting included'),
    }),
    throughput: z.strictObject({
      pictures: z.int(),
      seconds: z.number().describe('from the first to the last'),
      mean: z.number().nullable().describe('pictures a second'),
      peak: z.number().describe('most pictures a second within a minute'),
    }),
  })
  .meta({ id: 'ProductionCharts' });
export type ProductionCharts = z.infer<typeof productionChartsSchema>;
