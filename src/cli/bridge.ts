/** `rollcall bridge check`: holds somebody's media bridge to docs/media-bridge.md, and tells which rules it keeps. */
import { resolve } from 'node:path';
import { loadModule } from '../server/load-module.ts';
import type { BringUpCall } from '../testing/bridge/call-under-test.ts';
import { checkBridge, type BridgeCheckOptions, type Checked } from '../testing/bridge/check-bridge.ts';
import { bridgeHelp } from './bridge-help.ts';
import { bridgeWords, type BridgeWords } from './bridge-words.ts';
import { wrongWord } from './lab-words.ts';
import type { LabOutput } from './lab-output.ts';
import { publishedModules } from './published-modules.ts';

const signs: Readonly<Record<Checked['outcome'], string>> = { passed: '✓', failed: '✗', skipped: '–' };

/** 0 when nothing failed, 1 when a rule is broken, 2 when the words are wrong or the driver cannot be used. */
export async function bridge(
  [verb, ...rest]: readonly string[],
  { out, error }: LabOutput,
  surroundings: Pick<BridgeCheckOptions, 'clock' | 'fetch' | 'openSocket'> & { readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  if (verb === '--help' || verb === '-h' || verb === 'help') return told(out, bridgeHelp, 0);
  if (verb !== 'check') return told(error, `“rollcall bridge ${verb ?? ''}” is not understood.\n\n${bridgeHelp}`, 2);
  const words = parsedOr(() => bridgeWords(rest, surroundings.environment ?? process.env));
  if ('wrong' in words)
    return words.wrong.length === 0 ? told(out, bridgeHelp, 0) : told(error, [...words.wrong, '', bridgeHelp].join('\n'), 2);
  const { sessionsUrl, token, driver, only, isJson } = words;
  const call = await driverOf(driver);
  if (typeof call === 'string') return told(error, call, 2);
  const onChecked = (checked: Checked): unknown => (isJson ? undefined : out(lineOf(checked)));
  const report = await checkBridge({
    ...surroundings,
    sessionsUrl,
    token,
    call,
    only,
    onChecked: (checked) => void onChecked(checked),
  }).catch((problem: unknown) => {
    if (problem instanceof TypeError) return problem.message;
    throw problem;
  });
  if (typeof report === 'string') return told(error, `${report}.\n`, 2);
  out(isJson ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${sumOf(report)}\n`);
  return report.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** The driver's `call`; or what is wrong with its file. */
async function driverOf(file: string): Promise<BringUpCall | string> {
  const how =
    '→ Export call(blob): it brings up a call with that blob, and gives { people, end }. See docs/media-bridge.md, “Checking an implementation”.\n';
  try {
    const exported = await loadModule(resolve(file), { modules: await publishedModules() });
    const { call } = exported;
    if (typeof call === 'function') return call as BringUpCall;
    return `${file} exports ${Object.keys(exported).join(', ') || 'nothing'}, and no call.\n${how}`;
  } catch (problem) {
    const [message = ''] = (problem instanceof Error ? problem.message : String(problem)).split('\nRequire stack:');
    return `${file} cannot be loaded: ${message}\n${how}`;
  }
}

function lineOf({ check, outcome, message }: Checked): string {
  return `  ${signs[outcome]} ${check}${message === '' ? '' : `\n      ${message}`}\n`;
}

function sumOf(report: readonly Checked[]): string {
  const count = (outcome: Checked['outcome']): string => `${String(report.filter((each) => each.outcome === outcome).length)} ${outcome}`;
  return `${String(report.length)} checks: ${count('passed')}, ${count('failed')}, ${count('skipped')}`;
}

/** What `parseArgs` throws is for whoever typed the words. */
function parsedOr(parse: () => BridgeWords | { readonly wrong: readonly string[] }): BridgeWords | { readonly wrong: readonly string[] } {
  try {
    return parse();
  } catch (problem) {
    return { wrong: [wrongWord(problem)] };
  }
}

function told(to: (text: string) => unknown, text: string, code: number): number {
  to(text);
  return code;
}
