/** What says that the page was loaded anew for its headers, so that it is not done twice. */
const TRIED = 'fewgood-isolated';

/**
 * Registers the service worker, by which the page opens without a network. Where the host does not send the headers that
 * threads need, the worker does: the page is loaded once more.
 */
export async function keepOffline(): Promise<void> {
  // Absent from pages that came by plain HTTP, whatever the types say.
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (workers === undefined) return;
  try {
    await workers.register('service-worker.js', { updateViaCache: 'none' });
  } catch {
    // The browser forbids it, as in some private windows: the page works as long as there is a network.
    return;
  }
  if (crossOriginIsolated || sessionStorage.getItem(TRIED) !== null) return;
  sessionStorage.setItem(TRIED, 'yes');
  await workers.ready;
  location.reload();
  // Until the page is gone.
  await new Promise(() => undefined);
}
