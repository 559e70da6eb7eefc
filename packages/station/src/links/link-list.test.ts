import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectorState } from '../api/connector.ts';
import type { StationEvent } from '../api/system.ts';
import { EventHub } from '../event-hub.ts';
import { StationMetrics } from '../metrics.ts';
import { connectionsOf } from './connections.ts';
import { LinkList } from './link-list.ts';

const mes = { role: 'connector', name: 'mes' } as const;
const cell = { role: 'trigger', name: 'cell' } as const;

let links: LinkList;
let metrics: StationMetrics;
let told: StationEvent[];
let minute: number;
beforeEach(() => {
  [told, minute] = [[], 0];
  const events = new EventHub();
  events.listen((event) => told.push(event));
  metrics = new StationMetrics();
  links = new LinkList({ events, metrics, now: () => `2026-01-01T08:0${minute}:00.000Z` });
});

describe('links', () => {
  it('say since when the other side is as it is, whatever is wrong with it by now', () => {
    links.open({ ...mes, kind: 'webhook', place: 'mes.example' });
    expect(links.get(mes)).toMatchObject({ state: 'untried', place: 'mes.example' });
    minute = 1;
    links.report(mes, 'it does not answer');
    minute = 2;
    links.report(mes, 'it answered 503');
    const since = '2026-01-01T08:01:00.000Z';
    expect(links.get(mes)).toMatchObject({ state: 'down', fault: 'it answered 503', since });
    minute = 3;
    links.report(mes, undefined);
    minute = 4;
    links.report(mes, undefined);
    const again = '2026-01-01T08:03:00.000Z';
    expect(links.get(mes)).toMatchObject({ state: 'up', fault: null, since: again });
  });

  it('tell of each change once, and of their end', () => {
    links.open({ ...cell, kind: 'camera' });
    for (const fault of ['away', 'away', undefined, undefined]) links.report(cell, fault);
    links.close(cell);
    links.close(cell);
    // What ended says no more.
    links.report(cell, 'late');
    const states = told.map((event) => (event.type === 'connection' ? event.connection : event));
    expect(states).toMatchObject(
      ['untried', 'down', 'up', 'off'].map((state) => ({ ...cell, state })),
    );
    expect(links.list()).toEqual([]);
  });

  it('are apart where a connector has the name of a trigger, and count as connected where up', async () => {
    links.open({ role: 'connector', name: 'cell', kind: 'modbus' });
    links.open({ ...cell, kind: 'folder' });
    links.report(cell, 'away');
    expect(await metrics.text()).not.toContain('fewgood_connector_up{');
    links.report({ role: 'connector', name: 'cell' }, 'away');
    expect(await metrics.text()).toContain('fewgood_connector_up{connector="cell"} 0');
    links.report({ role: 'connector', name: 'cell' }, undefined);
    expect(links.get(cell)).toMatchObject({ state: 'down', kind: 'folder' });
    expect(await metrics.text()).toContain('fewgood_connector_up{connector="cell"} 1');
  });
});

describe('connections', () => {
  const outlet: ConnectorState = {
    name: 'mes',
    kind: 'webhook',
    up: null,
    fault: null,
    toldAt: null,
    waiting: 2,
    oldestAt: '2026-01-01T07:00:00.000Z',
    dead: 1,
  };
  const waits = { at: null, waiting: 2, oldestAt: outlet.oldestAt, dead: 1 };

  it('have what waits for those that tell, and none for others', () => {
    links.open({ ...mes, kind: 'webhook' });
    links.open({ ...cell, kind: 'camera' });
    links.open({ role: 'connector', name: 'plc', kind: 'modbus' });
    expect(connectionsOf(links.list(), [outlet])).toMatchObject([
      { ...mes, state: 'untried', told: waits },
      { name: 'plc', told: null },
      { ...cell, told: null },
    ]);
  });

  it('have those for which verdicts wait, also where they are not configured any more', () => {
    links.open({ role: 'trigger', name: 'mes', kind: 'camera' });
    expect(connectionsOf(links.list(), [outlet])).toMatchObject([
      { ...mes, state: 'off', since: null, told: waits },
      { role: 'trigger', name: 'mes', told: null },
    ]);
  });
});
