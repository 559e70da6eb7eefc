/**
 * The schemas of the station's API, and its client: all that a page needs of the server.
 *
 * @module
 */
export * from './acceptance.ts';
export * from './charts.ts';
export * from './common.ts';
export * from './connection.ts';
export * from './connector.ts';
export * from './enrolment.ts';
export * from './how-to-look.ts';
export * from './inspection.ts';
export * from './line.ts';
export * from './look-area.ts';
export * from './part.ts';
export * from './people.ts';
export * from './picture.ts';
export * from './review.ts';
export * from './role.ts';
export * from './study.ts';
export * from './system.ts';
export * from './threshold.ts';
export * from './trigger.ts';
export { AnswerError, createStationClient, readAnswer, type StationClient } from './client.ts';
