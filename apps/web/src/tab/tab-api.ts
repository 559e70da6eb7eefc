import { InspectionClient } from 'fewgood/browser';
import type { PageApi } from '../app/api.tsx';
import { Addresses } from './addresses.ts';
import { told } from './faults.ts';
import { PageModels } from './models.ts';
import { PartClient } from './part-client.ts';
import type { Tab } from './tab.ts';
import { TabChannel } from './tab-channel.ts';
import { TabEngine } from './tab-engine.ts';
import { detailOf, tabInspections } from './tab-inspections.ts';
import { tabLive } from './tab-live.ts';
import { tabParts } from './tab-parts.ts';
import { tabReviews } from './tab-reviews.ts';
import { TabStore } from './tab-store.ts';

/** All that the page asks for, done by the browser itself. */
export async function openTabApi(): Promise<PageApi> {
  const tab = await openTab();
  const { store } = tab;
  return {
    inspections: tabInspections(tab),
    parts: tabParts(tab),
    people: null,
    evidence: null,
    studies: null,
    connections: null,
    lines: null,
    reviews: tabReviews(tab),
    live: tabLive(tab),
    storage: {
      room: async () => told(async () => store.room()),
      persist: async () => told(async () => store.persist()),
    },
  };
}

async function openTab(): Promise<Tab> {
  const store = await TabStore.open();
  const engineWorker = new Worker(new URL('engine-worker.ts', import.meta.url), { type: 'module' });
  const partWorker = new Worker(new URL('part-worker.ts', import.meta.url), { type: 'module' });
  const engine = new TabEngine(new InspectionClient(engineWorker), await PageModels.open());
  const addresses = new Addresses();
  const channel = new TabChannel(async (id) => {
    const record = (await store.inspections()).find((one) => one.id === id);
    if (record === undefined) throw new Error(`Cannot find the inspection ${id}`);
    return detailOf({ store, addresses }, record);
  });
  return { store, engine, parts: new PartClient(partWorker), addresses, channel };
}
