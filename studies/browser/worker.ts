/** The worker of the harness. */
import { serveInspection } from 'fewgood/browser';

serveInspection();
