import type { Manual } from './command.ts';
import { logFormats } from './station-log.ts';
import { verifyOptions } from './verify-options.ts';

const data = {
  data: {
    type: 'string',
    value: 'FOLDER',
    default: 'fewgood-station',
    help: 'where the station keeps its database, pictures and parts',
  },
} as const;

const database = {
  database: {
    type: 'string',
    value: 'URL',
    help: 'a PostgreSQL database, postgresql://…',
    unset: 'SQLite in the data folder',
  },
} as const;

/** Where the data are unless it is said. */
export const DATA_FOLDER: string = data.data.default;

/** Options of `fewgood station`. */
export const stationOptions = {
  data: {
    type: 'string',
    value: 'FOLDER',
    help: data.data.help,
    unset: `${data.data.default}; of a demo a temporary one`,
  },
  demo: {
    type: 'boolean',
    help: 'fill an empty folder with drawn parts: one that is learned, a shift of them, a review queue',
  },
  port: { type: 'number', default: 7070, whole: true, min: 0, help: 'port; 0 is any that is free' },
  host: { type: 'string', value: 'ADDRESS', default: '127.0.0.1', help: 'address to listen at' },
  'tls-cert': {
    type: 'string',
    value: 'FILE',
    help: 'certificate with its chain, PEM: the station is reached by HTTPS',
  },
  'tls-key': { type: 'string', value: 'FILE', help: 'key of the certificate, PEM' },
  'insecure-http': {
    type: 'boolean',
    help: 'let other machines reach it by HTTP: passwords and pictures travel unencrypted',
  },
  'no-login': {
    type: 'boolean',
    help: 'let whoever sits at this machine do everything; other machines reach nothing',
  },
  ...database,
  watch: {
    type: 'list',
    value: 'PART=FOLDER',
    help: 'judge each picture that comes into a folder of the server; may be given again',
  },
  camera: {
    type: 'list',
    value: 'PART=INPUT',
    help: 'judge pictures of a camera, rtsp://…, /dev/video0 or gige:ADDRESS; may be given again',
  },
  'camera-every': {
    type: 'number',
    value: 'SECONDS',
    default: 1,
    min: 0.05,
    help: 'between two pictures of a camera',
  },
  connect: {
    type: 'string',
    value: 'FILE',
    help: 'what it tells verdicts to and who asks it for pictures, JSON (docs/connect.md)',
    unset: 'nothing',
  },
  log: {
    type: 'string',
    choices: logFormats,
    default: 'text',
    help: 'how it tells what happens: text for a person, json for whoever collects logs, an object a line',
  },
  queue: {
    type: 'number',
    value: 'N',
    default: 1000,
    whole: true,
    min: 1,
    help: 'pictures that may wait; more are turned away with status 429',
  },
  'keep-days': {
    type: 'number',
    value: 'DAYS',
    min: 0,
    help: 'how long pictures of inspections are kept; verdicts stay',
    unset: 'for good',
  },
  'keep-pictures': {
    type: 'number',
    value: 'N',
    whole: true,
    min: 0,
    help: 'how many inspections keep their picture, the newest ones',
    unset: 'all',
  },
  'keep-free': {
    type: 'number',
    value: 'MIB',
    min: 0,
    help: 'room on the disk below which the oldest pictures go, MiB',
    unset: 'none goes',
  },
} as const;

/** The help of `fewgood station`. */
export const stationManual: Manual<typeof stationOptions> = {
  usage: '[options]',
  details: `Serves until it is stopped (Ctrl-C, SIGTERM). The first start prints a link by which the first
    administrator sets a password. What it has taken it judges, if need be after the next
    start. It is a package of its own: npm install @fewgood/station.
    --demo asks for no password and listens at this machine alone; without --data, nothing of it stays.`,
  examples: [
    'fewgood station',
    'fewgood station --demo',
    'fewgood station --data line3 --port 8080 --keep-days 90',
    'fewgood station --host 0.0.0.0 --tls-cert line3.crt --tls-key line3.key',
    'fewgood station --no-login',
    'fewgood station --data line3 --connect line3.json',
    'fewgood station --data line3 --log json',
    'fewgood station --watch bolt=/srv/camera1 --camera nut=rtsp://camera2/stream --camera-every 5',
  ],
  options: stationOptions,
};

/** Options of `fewgood station verify`. */
export const stationVerifyOptions = {
  ...data,
  ...database,
  ...verifyOptions,
} as const;

/** The help of `fewgood station verify`. */
export const stationVerifyManual: Manual<typeof stationVerifyOptions> = {
  usage: '[options]',
  details: `Finds any change of an inspection, a part, a version, an activation, a review, a proposal, a picture or a
    part file, while the station runs or not. Exit code 1 if there is one.`,
  examples: ['fewgood station verify', 'fewgood station verify --data line3 --json'],
  options: stationVerifyOptions,
};

/** Options of `fewgood station users`. */
export const stationUsersOptions = {
  ...data,
  ...database,
  role: {
    type: 'string',
    choices: ['viewer', 'operator', 'engineer', 'administrator'],
    default: 'operator',
    help: 'what somebody who is added may do',
  },
  url: {
    type: 'string',
    value: 'URL',
    default: 'http://127.0.0.1:7070/',
    help: 'where the station is reached, for the link that is printed',
  },
} as const;

/** The help of `fewgood station users`. */
export const stationUsersManual: Manual<typeof stationUsersOptions> = {
  usage: 'list | add NAME | reset-password NAME | disable NAME | enable NAME [options]',
  details: `For whoever is locked out: it asks for no password, but must be able to write the data folder. The station may
    run meanwhile. add and reset-password print a link that sets a password, once, within a day.`,
  examples: [
    'fewgood station users list --data line3',
    'fewgood station users add anna --role engineer',
    'fewgood station users reset-password anna --url https://line3.example/',
  ],
  options: stationUsersOptions,
};

/** Options of `fewgood station backup`. */
export const stationBackupOptions = {
  ...data,
  out: { type: 'string', value: 'FOLDER', help: 'a folder that is not there yet' },
} as const;

/** The help of `fewgood station backup`. */
export const stationBackupManual: Manual<typeof stationBackupOptions> = {
  usage: '--out FOLDER [options]',
  details: 'The copy is compared with its audit chain. Exit code 1 if it does not fit.',
  examples: ['fewgood station backup --out backup-monday'],
  options: stationBackupOptions,
};

/** Options of `fewgood station restore`. */
export const stationRestoreOptions = { ...data } as const;

/** The help of `fewgood station restore`. */
export const stationRestoreManual: Manual<typeof stationRestoreOptions> = {
  usage: 'BACKUP [options]',
  details: `The data folder must not be there yet. It is compared with its audit chain; exit code 1 if it does
    not fit.`,
  examples: ['fewgood station restore backup-monday --data line3'],
  options: stationRestoreOptions,
};
