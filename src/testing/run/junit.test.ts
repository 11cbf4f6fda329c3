/** JUnit XML, read by a parser that is not ours. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { junitXml } from './junit.ts';

const reader = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
def told(node): return {'tag': node.tag, 'is': node.attrib, 'text': (node.text or '').strip(), 'in': [told(each) for each in node]}
print(json.dumps(told(root)))`;
const hasPython = spawnSync('python3', ['-c', 'import xml.etree.ElementTree']).status === 0;

type Node = { readonly tag: string; readonly is: Record<string, string>; readonly text: string; readonly in: readonly Node[] };

function read(xml: string): Node {
  const { stdout, stderr } = spawnSync('python3', ['-c', reader], { input: xml, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Node;
}

const failure = { message: '“1 < 2” & so on\nmore', stack: 'Error: “1 < 2” & so on\n\u0000\u001b[31m    at menu.ts:3 ]]>' };

test.skipIf(!hasPython)('a suite for each file, with counts, times and seeds', () => {
  const root = read(
    junitXml([
      { name: 'greets', file: 'a.ts', tookMs: 1_500, properties: { seed: 1 } },
      { name: 'asks', file: 'a.ts', tookMs: 500, failure, properties: { seed: 2 } },
      { name: 'leaves', file: 'b.ts', tookMs: 10, properties: { seed: 1, 'setUpMs.p50': 2.5 } },
    ]),
  );
  expect([root.tag, root.is]).toMatchObject(['testsuites', { tests: '3', failures: '1', time: '2.010' }]);
  expect(root.in.map(({ is }) => [is['name'], is['tests'], is['failures'], is['time']])).toEqual([
    ['a.ts', '2', '1', '2.000'],
    ['b.ts', '1', '0', '0.010'],
  ]);
  const properties = root.in[1]?.in[0]?.in[0]?.in.map(({ is }) => [is['name'], is['value']]);
  expect(properties).toEqual([['seed', '1'], ['setUpMs.p50', '2.5']]); // prettier-ignore
});

test.skipIf(!hasPython)('whatever a message has in it comes out as text', () => {
  const root = read(junitXml([{ name: '<"&\'>', tookMs: 0, failure, properties: { seed: 2 } }]));
  const [tested] = root.in[0]?.in ?? [];
  const failed = tested?.in.find(({ tag }) => tag === 'failure');
  expect(tested?.is['name']).toBe('<"&\'>');
  expect(failed?.is['message']).toBe('“1 < 2” & so on');
  expect(failed?.text).toContain('��[31m    at menu.ts:3 ]]>');
});
