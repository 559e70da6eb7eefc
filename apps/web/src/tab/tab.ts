import type { Addresses } from './addresses.ts';
import type { PartClient } from './part-client.ts';
import type { TabChannel } from './tab-channel.ts';
import type { TabEngine } from './tab-engine.ts';
import type { TabStore } from './tab-store.ts';

/** What the tab is made of. */
export interface Tab {
  readonly store: TabStore;
  readonly engine: TabEngine;
  /** Looks into part files, and draws. */
  readonly parts: PartClient;
  readonly addresses: Addresses;
  readonly channel: TabChannel;
}
