import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profileOf, profiles } from './profile.ts';
import { profileSchema, settingsKnown, settingsSchema } from './settings-schema.ts';
import { defaultSettings, settingsWith } from './settings.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/graph-behaviour.md'), 'utf8');

/** The cells of the page's table rows, by the name in the first cell. */
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name = '', ...cells]) => [name.replaceAll('`', ''), cells] as const),
);

test.each(Object.keys(profiles.teams))('the page tells of the quirk %s, and its values in each profile', (quirk) => {
  const [, ...values] = rows.get(quirk) ?? [];
  const inProfiles = Object.values(profiles).map((profile) => profile[quirk as keyof typeof profile]);
  expect(values.slice(0, 3)).toEqual(inProfiles.map((value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))));
});

/** What stands in the page for a default. */
function shown(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('Bytes')) return value % (1024 * 1024) === 0 ? `${String(value / 1024 / 1024)} MiB` : `${String(value / 1024)} KiB`;
  if (!name.endsWith('Ms')) return value.toLocaleString('en');
  for (const [unit, ms] of [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]] as const) if (value >= ms && value % ms === 0 && (unit !== 'd' || value > ms)) return `${String(value / ms)} ${unit}`; // prettier-ignore
  return `${String(value)} ms`;
}

const flat = Object.entries(defaultSettings).flatMap(([name, value]): [string, unknown][] => {
  if (name === 'profile') return [];
  if (name === 'throttle') return Object.entries(value as object).map(([part, each]) => [`throttle.${part}`, each]);
  return [[name, value]];
});

test.each(flat)('the page tells of the setting %s, its default and why', (name, value) => {
  const [told = '', why = ''] = rows.get(name) ?? [];
  expect(why.length, `a reason for ${name}`).toBeGreaterThan(10);
  if (typeof value !== 'object' || Array.isArray(value)) expect(told).toBe(shown(name, value));
});

test('the page says which results stand for what', () => {
  const [told = ''] = rows.get('results') ?? [];
  for (const [name, { code, subcode }] of Object.entries(defaultSettings.results))
    expect(told).toContain(`\`${name}\` ${String(code)}/${String(subcode)}`);
});

test('the page tells of nothing that is not there', () => {
  const there = [...Object.keys(profiles.teams), ...flat.map(([name]) => name)];
  expect([...rows.keys()].filter((name) => !there.includes(name))).toEqual([]);
});

test('every setting can be configured, and a mistake is told with its place', () => {
  expect([...settingsKnown].toSorted()).toEqual(Object.keys(defaultSettings).filter((name) => name !== 'profile').toSorted()); // prettier-ignore
  const { profile, ...defaults } = defaultSettings;
  expect(settingsSchema.parse(defaults)).toEqual(defaults);
  expect(profileSchema.parse(profile)).toEqual(profile);
  expect(settingsSchema.safeParse({ throttle: { requests: 0 } }).error?.issues[0]?.path).toEqual(['throttle', 'requests']);
  expect(settingsSchema.safeParse({ callEnds: { gone: { code: 1, subcode: 2 } } }).success).toBe(false);
  expect(settingsSchema.safeParse({ profile: 'teams' }).success).toBe(false);
  expect(profileSchema.safeParse({ batch: 0 }).success).toBe(false);
  expect(profileSchema.safeParse('wild').success).toBe(false);
});

test('what is given stands over the defaults, part by part', () => {
  const settings = settingsWith({ profile: { base: 'documents', batch: 3 }, throttle: { requests: 7 }, bodyBytes: 5 });
  expect(settings.profile).toEqual({ ...profiles.documents, batch: 3 });
  expect(settings.throttle).toEqual({ ...defaultSettings.throttle, requests: 7 });
  expect([settings.bodyBytes, settings.promptBytes]).toEqual([5, defaultSettings.promptBytes]);
  expect(settingsWith()).toEqual(defaultSettings);
  expect(profileOf('unruly')).toBe(profiles.unruly);
  expect(profileOf({ hasLegacyFirst: true })).toEqual({ ...profiles.teams, hasLegacyFirst: true });
});
