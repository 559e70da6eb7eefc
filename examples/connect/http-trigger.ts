/**
 * Triggers a station by HTTP, and lets a part pass by `good` alone: no answer, or one that is no success, is not good.
 *
 * Run: TOKEN=fewgood_... npx tsx examples/connect/http-trigger.ts TRIGGER [URL]
 */
const [trigger, url = 'http://127.0.0.1:7070/'] = process.argv.slice(2);
if (trigger === undefined) throw new Error('usage: TOKEN=... http-trigger.ts TRIGGER [URL]');
const token = process.env['TOKEN'];
/** Longer than the deadline of the trigger, which answers by itself. */
const PATIENCE = 5000;

/** Whether the part may pass, and why not. */
async function inspect(correlation: string): Promise<{ good: boolean; why: string }> {
  const address = new URL(`api/triggers/${trigger}?correlation=${correlation}`, url);
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = JSON.parse(await response.text());
    if (!response.ok) return { good: false, why: answer.error.message };
    const { verdict, ratio, reason, fault, ms } = answer;
    const isOwn = answer.correlation === correlation;
    const why = reason === null ? `${verdict}, ${ratio.toFixed(3)} × the threshold` : fault.message;
    return { good: answer.good === true && isOwn, why: `${why}, ${ms} ms` };
  } catch (error) {
    return { good: false, why: String(error) };
  }
}

const { good, why } = await inspect(`http-${Date.now()}`);
console.log(`${good ? 'good' : 'not good'}: ${why}`);
