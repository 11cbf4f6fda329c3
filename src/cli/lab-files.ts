/** The scenarios that files export. */
import { relative, resolve } from 'node:path';
import { loadModule } from '../server/load-module.ts';
import { isScenario, type Scenario } from '../testing/run/scenario.ts';
import { publishedModules } from './published-modules.ts';

export type ScenarioFile = { readonly file: string; readonly scenarios: readonly Scenario[] };

const HOW = `Write: import { scenario } from 'rollcall/testing';
  export const greets = scenario('a caller is greeted', { bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/hello/i);
  });`;

/** In the order in which they were written down; or why a file cannot be used, and what to do. */
export async function scenariosIn(file: string): Promise<ScenarioFile | { readonly wrong: string }> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await loadModule(resolve(file), { modules: await publishedModules() });
  } catch (error) {
    const [message] = (error instanceof Error ? error.message : String(error)).split('\nRequire stack:');
    return { wrong: `${file} cannot be loaded: ${message ?? ''}\n→ Name a file of TypeScript or JavaScript that exports scenarios.` };
  }
  const all = Object.values(exported).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  const scenarios = [...new Set(all)].filter(isScenario);
  if (scenarios.length > 0) return { file: relative(process.cwd(), resolve(file)), scenarios: scenarios.toSorted(inOrder) };
  const found = Object.keys(exported).join(', ') || 'nothing';
  return {
    wrong: `${file} exports no scenario (it exports ${found}).\n→ ${HOW}\n→ Tests of a runner's own are run by that runner: node --test, or vitest.`,
  };
}

/** A module gives its exports by the alphabet. */
function inOrder(a: Scenario, b: Scenario): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : 0;
}
