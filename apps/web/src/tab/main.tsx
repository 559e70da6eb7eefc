import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'virtual:theme.css';
import '../app/page.css';
import { createHashHistory } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app.tsx';
import { firstLanguage } from '../app/language.tsx';
import { keepOffline } from './keep-offline.ts';
import { openTabApi } from './tab-api.ts';

const element = document.querySelector('#page');
if (element === null) throw new Error('Cannot start: no element #page in the document');
await keepOffline();
const [first, api] = await Promise.all([firstLanguage(), openTabApi()]);
createRoot(element).render(
  <StrictMode>
    {/* Behind `#`: any host of files has the one page, whatever the folder. */}
    <App first={first} api={api} history={createHashHistory()} />
  </StrictMode>,
);
