import { serveInspection } from 'fewgood/browser';

serveInspection();
