/** `rollcall lab`: runs scenarios once, with many seeds, or for many callers, and reports what came of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { junitXml, type JunitCase } from '../testing/run/junit.ts';
import { runLoad, tooManyCallers } from '../testing/run/load.ts';
import { loadCase, loadText } from '../testing/run/load-text.ts';
import { pageOf } from '../testing/run/page.ts';
import { repeated, type Repeated } from '../testing/run/repeat.ts';
import { failuresText, repeatLines, runLine, summaryText } from '../testing/run/repeat-text.ts';
import type { RunRecord } from '../testing/run/run-record.ts';
import type { Scenario, ScenarioRun } from '../testing/run/scenario.ts';
import { scenariosIn, type ScenarioFile } from './lab-files.ts';
import { labHelp } from './lab-help.ts';
import type { LabOutput } from './lab-output.ts';
import { labReplay } from './lab-replay.ts';
import { labWords, wrongWord, type LabWords } from './lab-words.ts';

/** What is written to files at the end. */
type Reports = { readonly cases: JunitCase[]; readonly records: RunRecord[]; more: number; readonly summaries: string[] };
type Chosen = { readonly file: string; readonly scenario: Scenario };

/** 0 when all passed, 1 when something failed, 2 when the words are wrong or a file cannot be used. */
export async function lab([verb, ...rest]: readonly string[], output: LabOutput): Promise<number> {
  if (verb === '--help' || verb === '-h' || verb === 'help') return told(output.out, labHelp, 0);
  if (verb === 'replay') return labReplay(rest, output);
  if (verb !== 'run') return told(output.error, `“rollcall lab ${verb ?? ''}” is not understood.\n\n${labHelp}`, 2);
  const words = parsedOr(() => labWords(rest));
  if ('wrong' in words) {
    const [isHelp, text] = [words.wrong.length === 0, [...words.wrong, '', labHelp].join('\n')];
    return isHelp ? told(output.out, labHelp, 0) : told(output.error, text, 2);
  }
  const files: ScenarioFile[] = [];
  for (const file of words.files) {
    const found = await scenariosIn(file);
    if ('wrong' in found) return told(output.error, `${found.wrong}\n`, 2);
    files.push(found);
  }
  const all = files.flatMap(({ file, scenarios }) => scenarios.map((scenario) => ({ file, scenario })));
  const chosen = all.filter(({ scenario }) => scenario.scenarioName.toLowerCase().includes((words.only ?? '').toLowerCase()));
  if (chosen.length === 0)
    return told(
      output.error,
      `No scenario has “${words.only ?? ''}” in its name. There are:\n${all.map(({ scenario }) => `  – ${scenario.scenarioName}\n`).join('')}`,
      2,
    );
  const reports: Reports = { cases: [], records: [], more: 0, summaries: [] };
  const code =
    words.callers === undefined
      ? await runs({ chosen, all }, words, output, reports)
      : await loads(chosen, { ...words, callers: words.callers }, output, reports);
  if (code === 2) return code;
  if (words.junit !== undefined) await written(words.junit, junitXml(reports.cases), output);
  if (words.page !== undefined) await written(words.page, page(chosen, reports), output);
  return code;
}

async function runs(
  { chosen, all }: { readonly [which in 'chosen' | 'all']: readonly Chosen[] },
  words: LabWords,
  { out, isTerminal }: LabOutput,
  reports: Reports,
): Promise<number> {
  const done: Repeated[] = [];
  for (const { file, scenario } of chosen) {
    const isAlone = all.filter((each) => each.file === file).length === 1;
    const howAgain = ({ seed }: ScenarioRun): string =>
      `rollcall lab run ${shellWord(file)} --seed ${String(seed)}${isAlone ? '' : ` --only ${shellWord(scenario.scenarioName)}`}`;
    const { repeat: times, keep, voice } = words;
    const result = await repeated(scenario, {
      seed: words.seed ?? scenario.options.seed ?? 1,
      times,
      ...(keep !== undefined && { keep }),
      ...(voice !== undefined && { voice }),
      onRun: (run, progress) => {
        if (times === 1) out(`${runLine(run)}\n`);
        else if (isTerminal)
          out(
            `\r  ${String(progress.done)} of ${String(times)}: ${scenario.scenarioName}${progress.failed > 0 ? `, ${String(progress.failed)} failed` : ''}`,
          );
        else if (run.failure) out(`  … seed ${String(run.seed)} failed: ${scenario.scenarioName}\n`);
        reports.cases.push({ ...run, file, properties: { seed: run.seed } });
        if (run.record === undefined || (!run.failure && progress.done > 1) || reports.records.length >= 100) reports.more++;
        else reports.records.push(run.record);
      },
    });
    if (times > 1) out(`${isTerminal ? '\r\u001B[K' : ''}${repeatLines(result, howAgain)}\n`);
    done.push(result);
  }
  const failures = failuresText(done);
  out(`${failures === '' ? '' : `\n${failures}\n`}\n${summaryText(done)}\n`);
  return done.some(({ failures: some }) => some.length > 0) ? 1 : 0;
}

async function loads(
  chosen: readonly Chosen[],
  words: LabWords & { readonly callers: number },
  { out, error, isTerminal }: LabOutput,
  reports: Reports,
): Promise<number> {
  const { callers, everyMs, seed, voice } = words;
  const refused = chosen.map(({ scenario }) => tooManyCallers(scenario, callers)).find((sentence) => sentence !== undefined);
  if (refused !== undefined) return told(error, `${refused}\n`, 2);
  let hasFailed = false;
  for (const { file, scenario } of chosen) {
    let shown = 0;
    const report = await runLoad(scenario, {
      callers,
      everyMs,
      ...(seed !== undefined && { seed }),
      ...(voice !== undefined && { voice }),
      onProgress: ({ begun, over, failed }) => {
        const line = `  ${String(begun)} of ${String(callers)} callers have begun, ${String(over)} are through${failed > 0 ? `, ${String(failed)} failed` : ''}`;
        const tenth = Math.floor(((begun + over) * 5) / callers);
        if (isTerminal) out(`\r${line}`);
        else if (tenth > shown) out(`${line}\n`);
        shown = tenth;
      },
    });
    const text = loadText(report);
    out(`${isTerminal ? '\r\u001B[K' : ''}${text}\n`);
    hasFailed ||= report.passed < callers || report.leftOver !== undefined;
    reports.cases.push({ ...loadCase(report), file });
    reports.records.push(...report.examples);
    reports.summaries.push(text);
  }
  return hasFailed ? 1 : 0;
}

function page(chosen: readonly Chosen[], { records, more, summaries }: Reports): string {
  const title = [...new Set(chosen.map(({ file }) => file))].join(', ');
  const inOrder = records.toSorted((a, b) => Number(b.failure !== undefined) - Number(a.failure !== undefined));
  return pageOf({ title, runs: inOrder, more, summary: summaries.length === 0 ? undefined : summaries.join('\n\n') });
}

async function written(file: string, text: string, { out }: LabOutput): Promise<void> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, text);
  out(`Written: ${file}\n`);
}

/** What `parseArgs` throws is for whoever typed the words. */
function parsedOr(parse: () => ReturnType<typeof labWords>): ReturnType<typeof labWords> {
  try {
    return parse();
  } catch (error) {
    return { wrong: [wrongWord(error)] };
  }
}

function shellWord(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function told(to: (text: string) => unknown, text: string, code: number): number {
  to(text);
  return code;
}
