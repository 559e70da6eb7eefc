import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'virtual:theme.css';
import './app/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { firstLanguage } from './app/language.tsx';
import { App } from './app/app.tsx';
import { stationApi } from './station/station-api.ts';

const element = document.querySelector('#page');
if (element === null) throw new Error('Cannot start: no element #page in the document');
createRoot(element).render(
  <StrictMode>
    <App first={await firstLanguage()} api={stationApi()} />
  </StrictMode>,
);
