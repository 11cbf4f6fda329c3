/** docs/media-bridge.md names every kind, every field and every code that is spoken: what is in the schemas is in the document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { BRIDGE_CLOSE } from '../../src/engine/bridge-connection.ts';
import { bridgeEvent, bridgeOrder } from '../../src/wire/bridge/control.ts';
import { frameHeader } from '../../src/wire/bridge/frame.ts';
import { BRIDGE_PROTOCOL, bridgeSession, openSession } from '../../src/wire/bridge/session.ts';

type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
};

const document = readFileSync(join(import.meta.dirname, '../../docs/media-bridge.md'), 'utf8');

/** What stands below a heading, up to the next of any depth. */
function below(heading: string): string {
  const section = document.split(/^#+ /m).find((each) => each.startsWith(`${heading}\n`));
  return section ?? expect.fail(`docs/media-bridge.md has no heading “${heading}”`);
}

/** The row of a table that begins with that word. */
function rowOf(section: string, word: string): string {
  return section.split('\n').find((line) => line.startsWith(`| \`${word}\` `)) ?? '';
}

/** All names of fields in a shape, those within others too. */
function fieldsOf(shape: Shape): string[] {
  const inner = [
    ...Object.entries(shape.properties ?? {}).map(([, value]) => value),
    ...(shape.anyOf ?? []),
    ...(shape.oneOf ?? []),
    ...(shape.items ? [shape.items] : []),
  ];
  return [...Object.keys(shape.properties ?? {}), ...inner.flatMap(fieldsOf)];
}

/** All words that a shape takes. */
function wordsOf(shape: Shape): unknown[] {
  const inner = [
    ...Object.values(shape.properties ?? {}),
    ...(shape.anyOf ?? []),
    ...(shape.oneOf ?? []),
    ...(shape.items ? [shape.items] : []),
  ];
  return [...(shape.enum ?? []), ...inner.flatMap(wordsOf)];
}

const messages = (
  [
    ['From the carrier', bridgeEvent],
    ['From the bot', bridgeOrder],
  ] as const
).flatMap(([heading, schema]) => {
  const { oneOf, anyOf } = z.toJSONSchema(schema) as Shape;
  return (oneOf ?? anyOf ?? []).map((shape) => [heading, String(shape.properties?.['kind']?.const), shape] as const);
});

test('the schemas of all messages are walked', () => {
  expect(messages.map(([, kind]) => kind)).toHaveLength(21);
});

test.each(messages)('%s: %s has a row with all its fields', (heading, kind, shape) => {
  const row = rowOf(below(heading), kind);
  expect(row, `no row for ${kind}`).not.toBe('');
  expect(fieldsOf(shape).filter((field) => field !== 'kind' && !row.includes(`\`${field}\``))).toEqual([]);
  expect(wordsOf(shape).filter((word) => !document.includes(`\`${String(word)}\``) && !document.includes(`\`"${String(word)}"\``))).toEqual(
    [],
  );
});

test('every field of a session has a row', () => {
  const section = below('Opening a session');
  const fields = fieldsOf(z.toJSONSchema(bridgeSession) as Shape);
  expect(fields.length).toBeGreaterThan(8);
  expect(fields.filter((field) => rowOf(section, field) === '' && rowOf(section, `.${field}`) === '')).toEqual([]);
  for (const field of fieldsOf(z.toJSONSchema(openSession) as Shape)) expect(section).toContain(`"${field}"`);
});

/** By which word of the table each part of a header is described. */
const partsOfHeader: Readonly<Record<keyof ReturnType<typeof frameHeader>, readonly [row: string, words: string]>> = {
  kind: ['kind', '1 `mixed`, 2 `sound`, 3 `camera`, 4 `screen`'],
  codec: ['codec', '0 PCM'],
  isKeyFrame: ['flags', '1 key frame'],
  isSpeech: ['flags', '2 somebody speaks'],
  isFirst: ['flags', '4 first of its stream'],
  level: ['level', '−dBov'],
  sourceId: ['source', '0 for the mix'],
  sequence: ['sequence', 'up by one'],
  timestampUs: ['time stamp', 'microseconds'],
  width: ['width', 'pixels'],
  height: ['height', 'likewise'],
};

test.each(Object.keys(frameHeader()) as (keyof typeof partsOfHeader)[])('the header of frames: %s stands in the table', (part) => {
  const [row, words] = partsOfHeader[part];
  const lines = below('Binary frames')
    .split('\n')
    .filter((line) => new RegExp(`^\\| \\d+ +\\| \\d +\\| ${row} +\\|`).test(line));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
});

test('every close code has a row, and the protocol is named', () => {
  const codes = Object.values(BRIDGE_CLOSE).map(String);
  expect(codes.filter((code) => !below('Close codes').includes(`| ${code} |`))).toEqual([]);
  expect(document).toContain(`\`${BRIDGE_PROTOCOL}\``);
});
