/** The checks of a media bridge, on one that is not ours: it passes them all, and each rule that it breaks is found by its check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import { bridgeChecks, checkBridge, type Checked } from '../../src/testing/bridge/check-bridge.ts';
import { ForeignDoor, goodToken, type ForeignLimits } from './foreign-door.ts';
import { faults, type Fault } from './foreign-faults.ts';

const limits: ForeignLimits = { soundsApart: 2, pictures: 2, codecs: ['vp8'] };

async function checkedOf({ fault, only, given = limits }: { fault?: Fault; only?: string; given?: ForeignLimits } = {}): Promise<
  readonly Checked[]
> {
  const clock = virtualClock();
  const door = new ForeignDoor({ clock, fault, limits: given });
  const reports: (readonly Checked[])[] = [];
  const { sessionsUrl, fetch, openSocket, call } = door;
  void checkBridge({ sessionsUrl, token: goodToken, fetch, openSocket, call, clock, only }).then((checked) => reports.push(checked));
  while (reports.length === 0) await clock.advance(1_000);
  return reports[0] ?? [];
}

test('a bridge that was written from the document alone passes every check', async () => {
  const report = await checkedOf();
  expect(report.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(report).toHaveLength(bridgeChecks.length);
});

test('what a bridge says it cannot is skipped, and seen to be', async () => {
  const report = await checkedOf({ given: { soundsApart: 0, pictures: 0, codecs: [] } });
  expect(report.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const skipped = report.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.map(({ message }) => message)).toContain('limits.pictures is 0');
  expect(skipped.map(({ message }) => message)).toContain('limits.soundsApart is 0: nobody is heard apart');
});

test.each(Object.entries(faults) as [Fault, string][])('“%s” is found by “%s”', async (fault, check) => {
  const [checked] = await checkedOf({ fault, only: check });
  expect(checked).toMatchObject({ check, outcome: 'failed' });
  expect(checked?.message).toMatch(/docs\/media-bridge\.md#[a-z0-9-]+: “.+”$/s);
  expect(checked?.message).not.toContain('could not be carried out');
});

test('every check has a fault that it finds', () => {
  const found = new Set<string>(Object.values(faults));
  expect(bridgeChecks.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});

test('no two checks have one name, and none has the name of another in its own', () => {
  const names = bridgeChecks.map(({ name }) => name);
  expect(names.filter((name) => names.some((other) => other !== name && other.includes(name)))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('every sentence that a check holds a bridge to stands in the document, below its heading', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/media-bridge.md'), 'utf8');
  const sections = new Map(
    document.split(/^#+ /m).map((section) => {
      const [heading = ''] = section.split('\n');
      const anchor = heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .trim()
        .replaceAll(' ', '-');
      return [anchor, section.replaceAll(/\s+/g, ' ')] as const;
    }),
  );
  const missing = bridgeChecks.filter(({ rule }) => !sections.get(rule.anchor)?.includes(rule.says.replaceAll(/\s+/g, ' ')));
  expect(missing.map(({ name, rule }) => `${name}: #${rule.anchor} has no “${rule.says}”`)).toEqual([]);
});
