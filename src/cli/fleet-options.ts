import type { Manual } from './command.ts';
import { inputOptions, runtimeOptions } from './common-options.ts';
import { verifyOptions } from './verify-options.ts';

/** Where the fleet is; the same in every command. */
export const fleetPlace = {
  nats: {
    type: 'string',
    value: 'URL',
    help: 'NATS, nats://[USER:PASSWORD@]HOST:PORT or tls://…; servers of a cluster with commas',
    unset: 'FEWGOOD_NATS, else nats://127.0.0.1:4222',
  },
  'nats-creds': {
    type: 'string',
    value: 'FILE',
    help: 'credentials file of NATS',
    unset: 'FEWGOOD_NATS_CREDS, else none',
  },
  database: {
    type: 'string',
    value: 'URL',
    help: 'the PostgreSQL database, postgresql://…',
    unset: 'FEWGOOD_DATABASE',
  },
} as const;

const reason = {
  reason: { type: 'string', value: 'TEXT', help: 'why, for the audit chain', unset: 'nothing' },
} as const;

/** Options of `fewgood fleet worker`. */
export const fleetWorkerOptions = {
  ...fleetPlace,
  name: {
    type: 'string',
    value: 'NAME',
    help: 'what it is called in verdicts',
    unset: 'machine and process',
  },
  cache: {
    type: 'string',
    value: 'FOLDER',
    help: 'where part files and models are kept that it fetched',
    unset: "fleet/ in fewgood's folder of what can be fetched again",
  },
  deliveries: {
    type: 'number',
    value: 'N',
    default: 10,
    whole: true,
    min: 1,
    help: 'workers that a job is given to, each of which ends or fails at it, before it is buried',
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 4096,
    min: 1,
    help: 'for evaluations: maps of test pictures go to files, and threads are left out, to stay below',
  },
  ...runtimeOptions,
} as const;

/** The help of `fewgood fleet worker`. */
export const fleetWorkerManual: Manual<typeof fleetWorkerOptions> = {
  usage: '[options]',
  details: `Takes jobs out of the queue and judges them, as fewgood inspect does, until it is stopped (Ctrl-C,
    SIGTERM): then it ends the jobs that it has. A server that is away is waited for. Any number of workers may run;
    one that is killed loses nothing. It is a package of its own: npm install @fewgood/fleet @fewgood/station.`,
  examples: [
    'fewgood fleet worker --nats nats://centre:4222 --database postgresql://fewgood@centre/fleet',
    'FEWGOOD_NATS=nats://centre FEWGOOD_DATABASE=postgresql://centre/fleet fewgood fleet worker --name pc7',
  ],
  options: fleetWorkerOptions,
};

/** Options of `fewgood fleet submit`. */
export const fleetSubmitOptions = {
  ...fleetPlace,
  part: { type: 'string', value: 'NAME', help: 'part that the pictures are judged against' },
  request: {
    type: 'string',
    value: 'NAME',
    help: 'what the whole is called; one that was cut off goes on by it',
    unset: 'a new one, which is printed',
  },
  wait: { type: 'boolean', help: 'print the verdicts, in order, as fewgood inspect does' },
  json: {
    type: 'boolean',
    help: 'with --wait: one JSON object a line (docs/inspection.schema.json)',
  },
  ...inputOptions,
} as const;

/** The help of `fewgood fleet submit`. */
export const fleetSubmitManual: Manual<typeof fleetSubmitOptions> = {
  usage: 'PICTURES… --part NAME [options]',
  details: `PICTURES are those of fewgood inspect. Each is judged by the version of the part that is active now, once, by
    whichever worker takes it. Of a request that is there already, what is missing is sent, and what nobody could judge is
    tried again. Exit codes with --wait are those of fewgood inspect; without it 0, or 1 if a picture was not accepted.`,
  examples: [
    'fewgood fleet submit tray/ --part washer --request shift-7 --wait',
    'fewgood fleet submit /srv/camera3 --part washer --request camera3-monday',
  ],
  options: fleetSubmitOptions,
};

/** Options of `fewgood fleet status`. */
export const fleetStatusOptions = {
  ...fleetPlace,
  request: { type: 'string', value: 'NAME', help: 'only this request', unset: 'the last 50' },
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood fleet status`. */
export const fleetStatusManual: Manual<typeof fleetStatusOptions> = {
  usage: '[options]',
  details: `Who works, what waits, how far each request is, and jobs that nobody could judge, with why. Exit code 1 if there
    are such.`,
  examples: ['fewgood fleet status', 'fewgood fleet status --request shift-7 --json'],
  options: fleetStatusOptions,
};

/** Options of `fewgood fleet setup`. */
export const fleetSetupOptions = {
  ...fleetPlace,
  replicas: {
    type: 'number',
    value: 'N',
    whole: true,
    min: 1,
    help: 'servers of a NATS cluster that have each stream',
    unset: 'as it is; 1 at first',
  },
  'ack-wait': {
    type: 'number',
    value: 'SECONDS',
    min: 1,
    help: 'after which a job goes to another worker, if the one who has it says nothing',
    unset: 'as it is; 30 at first',
  },
} as const;

/** The help of `fewgood fleet setup`. */
export const fleetSetupManual: Manual<typeof fleetSetupOptions> = {
  usage: '[options]',
  details: `Makes streams, buckets and tables, and changes what is there to the options that are given. The other commands make
    what they miss by themselves.`,
  examples: ['fewgood fleet setup --replicas 3', 'fewgood fleet setup --ack-wait 60'],
  options: fleetSetupOptions,
};

/** Options of `fewgood fleet rollout`. */
export const fleetRolloutOptions = { ...fleetPlace, ...reason } as const;

/** The help of `fewgood fleet rollout`. */
export const fleetRolloutManual: Manual<typeof fleetRolloutOptions> = {
  usage: 'NAME FILE.part [options]',
  details: `All that is submitted from now on is judged by this version, what was submitted before by the version of then. The
    part file and its models go to the fleet's store, so that workers need no file.`,
  examples: ['fewgood fleet rollout washer washer.part --reason "new supplier"'],
  options: fleetRolloutOptions,
};

/** Options of `fewgood fleet rollback`. */
export const fleetRollbackOptions = {
  ...fleetPlace,
  to: {
    type: 'string',
    value: 'HASH',
    help: 'first 8 digits or more of the version that is wanted',
    unset: 'the one before',
  },
  ...reason,
} as const;

/** The help of `fewgood fleet rollback`. */
export const fleetRollbackManual: Manual<typeof fleetRollbackOptions> = {
  usage: 'NAME [options]',
  details: 'Makes a version that judged before the one that judges again.',
  examples: ['fewgood fleet rollback washer', 'fewgood fleet rollback washer --to 3fa91c02'],
  options: fleetRollbackOptions,
};

/** Options of `fewgood fleet parts`. */
export const fleetPartsOptions = {
  ...fleetPlace,
  json: { type: 'boolean', help: 'print one JSON object' },
} as const;

/** The help of `fewgood fleet parts`. */
export const fleetPartsManual: Manual<typeof fleetPartsOptions> = {
  usage: '[NAME] [options]',
  details:
    'The version of each part that judges; of a part that is named all that did, the newest first.',
  examples: ['fewgood fleet parts', 'fewgood fleet parts washer'],
  options: fleetPartsOptions,
};

/** Options of `fewgood fleet verify`. */
export const fleetVerifyOptions = {
  ...fleetPlace,
  ...verifyOptions,
} as const;

/** The help of `fewgood fleet verify`. */
export const fleetVerifyManual: Manual<typeof fleetVerifyOptions> = {
  usage: '[options]',
  details:
    'Finds any change of a verdict, a request or a rollout, by the audit chain. Exit code 1 if there is one.',
  examples: ['fewgood fleet verify'],
  options: fleetVerifyOptions,
};
