/** What a decision says that the picture shows; undefined where it says neither. */
export function referenceOf({
  decision,
  verdict,
}: {
  readonly decision: string;
  readonly verdict: string | null;
}): 'good' | 'bad' | undefined {
  if (decision === 'good') return 'good';
  if (decision === 'defect') return 'bad';
  if (verdict === 'pass') return 'good';
  return verdict === 'fail' ? 'bad' : undefined;
}
