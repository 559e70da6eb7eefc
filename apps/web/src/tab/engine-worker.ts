/** The worker that learns and judges. */
import { serveInspection } from 'fewgood/browser';

serveInspection();
