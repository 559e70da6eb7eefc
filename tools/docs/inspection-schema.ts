import { z } from 'zod';
import { recordSchema } from '../../src/inspection/inspection-record.ts';

/** docs/inspection.schema.json: one line of `fewgood inspect --json`. */
export function inspectionSchema(): object {
  return {
    title: 'A line of fewgood inspect --json',
    description: 'Judgement of one picture, or the error of one that could not be judged.',
    ...z.toJSONSchema(recordSchema),
  };
}
