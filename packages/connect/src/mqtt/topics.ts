/** Where a station publishes. */
export interface Topics {
  /** What all of them begin with. */
  readonly base: string;
  /** Whether it is connected, retained; the broker itself says so when it is lost. */
  readonly state: string;
  /** Counters, retained. */
  readonly counters: string;
  /** The last verdict, retained. */
  readonly last: string;
  /** Verdicts of a part. */
  readonly verdict: (part: string) => string;
  /** Where it is asked for a picture. */
  readonly trigger: (name: string) => string;
  /** Where that is answered, unless it is said where. */
  readonly answer: (trigger: string) => string;
}

/** Makes one level of a topic of any name: what has a meaning in topics is written as in URLs. */
export function topicLevel(name: string): string {
  return name.replaceAll(/[%/+#]|^\$/g, encodeURIComponent);
}

/** @param base - What all topics begin with; `fewgood/STATION` by default. */
export function topicsOf(station: string, base = `fewgood/${topicLevel(station)}`): Topics {
  const trigger = (name: string): string => `${base}/triggers/${name}`;
  return {
    base,
    state: `${base}/state`,
    counters: `${base}/counters`,
    last: `${base}/last`,
    verdict: (part) => `${base}/verdict/${topicLevel(part)}`,
    trigger,
    answer: (name) => `${trigger(name)}/answer`,
  };
}

/** Whether a subscription takes a topic (MQTT 5, 4.7). */
export function takesTopic(filter: string, topic: string): boolean {
  const [wanted, levels] = [filter.split('/'), topic.split('/')];
  // Topics of the broker itself are for those who ask for them by name.
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  for (const [i, level] of wanted.entries()) {
    if (level === '#') return true;
    if (i >= levels.length || (level !== '+' && level !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}
