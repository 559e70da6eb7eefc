/** What expressions of PromQL ask for. */
import { parser } from '@prometheus-io/lezer-promql';

/** The series and labels that an expression names. */
export interface AskedSeries {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/**
 * Reads an expression, in which Grafana's interval may stand.
 *
 * @throws Error if it is no PromQL.
 */
export function readPromql(expression: string): AskedSeries {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const [metrics, labels] = [new Set<string>(), new Set<string>()];
  parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      const word = text.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      if (type.name === 'Identifier') metrics.add(word);
      if (type.name === 'LabelName') labels.add(word);
    },
  });
  return { metrics: [...metrics], labels: [...labels] };
}
