import { expect, it } from 'vitest';
import { takesTopic, topicLevel, topicsOf } from './topics.ts';

it.each([
  ['line 3', 'line 3'],
  ['hall 2/3 #4+', 'hall 2%2F3 %234%2B'],
  ['100 %', '100 %25'],
  ['$SYS', '%24SYS'],
])('makes one level of %s', (name, level) => {
  expect(topicLevel(name)).toBe(level);
  expect(decodeURIComponent(level)).toBe(name);
  expect(topicsOf('x', 'a/b').verdict(name)).toBe(`a/b/verdict/${level}`);
});

// The examples of the specification, MQTT 5, 4.7.1.2 and 4.7.1.3.
it.each([
  ['sport/tennis/player1/#', 'sport/tennis/player1', true],
  ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
  ['sport/#', 'sport', true],
  ['#', 'sport/tennis', true],
  ['#', '$SYS/load', false],
  ['+/load', '$SYS/load', false],
  ['$SYS/#', '$SYS/load', true],
  ['sport/tennis/+', 'sport/tennis/player1', true],
  ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
  ['sport/+', 'sport', false],
  ['sport/+', 'sport/', true],
  ['+/+', '/finance', true],
  ['+', '/finance', false],
  ['a/b', 'a/b', true],
  ['a/b', 'a/c', false],
])('a subscription to %s: takes %s: %s', (filter, topic, takes) => {
  expect(takesTopic(filter, topic)).toBe(takes);
});
