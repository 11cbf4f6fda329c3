#!/usr/bin/env node
/** What is typed at a prompt: `rollcall start`, `rollcall dev`, `rollcall init`, `rollcall lab`, `rollcall bridge`, `rollcall app`, `rollcall recordings`, `rollcall speech`, `rollcall ca`. */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { ServerError } from '../server/errors.ts';
import { app, appHelp } from './app.ts';
import { bridgeHelp } from './bridge-help.ts';
import { ca, caHelp } from './ca.ts';
import { configOf } from './config-words.ts';
import { explain, explainHelp } from './explain.ts';
import { init } from './init.ts';
import { labHelp } from './lab-help.ts';
import { recordingsHelp } from './recordings-help.ts';
import { speechHelp } from './speech-help.ts';
import { version } from '../server/version.ts';

const help = `Rollcall ${version}: a calling cloud on your machine, and a kit for the bots that take its calls.

  rollcall start             Starts everything: switchboard, bots and pages.
  rollcall dev [file …]      The same with your bots, each loaded again when its file is saved; calls go on.
  rollcall init <folder>     Writes a small project with a bot and a test.
${labHelp}${bridgeHelp}${appHelp}${recordingsHelp}${speechHelp}${caHelp}${explainHelp}
  --port <number>            Where to listen (also PORT); 4400 unless told otherwise
  --host <address>           On which address of this machine alone (also ROLLCALL_HOST); 127.0.0.1 unless told otherwise
  --data <folder>            Where data lives (also ROLLCALL_DATA); .rollcall unless told otherwise
  --config <file>            Instead of rollcall.config.ts, .js or .json
  --capture                  Keeps what people say and press, so that a call can be saved with it and replayed
  --verbose                  Tells more in the terminal
  --version, --help
`;

const output = { out: print, error: (words: string) => void process.stderr.write(words) };

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${told(error)}\n`);
  process.exitCode = 1;
}

async function run(words: readonly string[]): Promise<number> {
  const [noun, ...others] = words;
  if (noun === 'app' || noun === 'keys') return app(noun, others, output);
  // A lab takes a while to load, as a house does.
  if (noun === 'lab') return (await import('./lab.ts')).lab(others, { ...output, isTerminal: process.stdout.isTTY });
  if (noun === 'recordings') return (await import('./recordings.ts')).recordings(others, output);
  if (noun === 'speech') return (await import('./speech.ts')).speech(others, { ...output, isTerminal: process.stderr.isTTY });
  if (noun === 'bridge') return (await import('./bridge.ts')).bridge(others, output);
  if (noun === 'explain') return explain(others, { ...output, input: () => text(process.stdin) });
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      capture: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command, ...rest] = positionals;
  if (values.version) return print(`${version}\n`);
  if (values.help || command === undefined || command === 'help') return print(help);
  switch (command) {
    case 'start':
    case 'dev':
      // A whole house takes a while to load; the other words do without it.
      return (await import('./start.ts')).start({ ...values, files: rest, isWatching: command === 'dev' });
    case 'init':
      return init(rest);
    case 'ca':
      return ca(rest, await configOf(values), output);
    default:
      process.stderr.write(`There is no command "${command}".\n\n${help}`);
      return 2;
  }
}

function print(words: string): number {
  process.stdout.write(words);
  return 0;
}

function told(error: unknown): string {
  if (error instanceof ServerError) return `\n${error.message}\n→ ${error.remedy}`;
  if (error instanceof Error && 'remedy' in error) return `\n${error.message}\n→ ${String(error.remedy)}`;
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return `${error.message}\n→ rollcall --help tells what there is.`;
  if (error instanceof Error && 'code' in error && String(error.code).includes('/')) return `\n${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
