/** The worker of the page beside it, which learns and judges. */
import { serveInspection } from 'fewgood/browser';

serveInspection();
