/** Translates with Debian's apertium (GPL, processes of its own): rules and dictionaries, no account, milliseconds a sentence; the gist. */
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { canBeStarted } from '../program.ts';
import { modesIn, pipeOf, programsOf, routeOf, targetsOf, type ApertiumMode } from './apertium-modes.ts';
import { ApertiumPipelines } from './apertium-pipelines.ts';
import { apertiumText } from './apertium-text.ts';
import type { PlainTranslate } from './glossary.ts';
import { translated } from './translatable.ts';
import type { Translator } from './translator.ts';

export type ApertiumOptions = {
  readonly clock: Clock;
  /** Where the directions are that are installed. */
  readonly modesFolder?: string | undefined;
  /** How many pipelines may run at once, one a direction. */
  readonly limit?: number | undefined;
};

const INSTALL = 'apt-get install -y apertium apertium-eng-spa apertium-eng-cat apertium-fr-es';

/** Starts nothing before the first text. From a language to one that no direction leads to it goes by way of a third. */
export function apertium({ clock, modesFolder = '/usr/share/apertium/modes', limit = 6 }: ApertiumOptions): Translator & AsyncDisposable {
  const pipelines = new ApertiumPipelines({ clock, modesFolder, limit: Math.max(1, limit) });
  let known: Promise<readonly ApertiumMode[]> | undefined;
  const modes = async (): Promise<readonly ApertiumMode[]> => {
    const found = await (known ??= modesIn(modesFolder, clock));
    // What is not there now may be installed later.
    if (found.length === 0) known = undefined;
    return found;
  };
  const missing = async (): Promise<string | undefined> => {
    if (!(await canBeStarted(clock)('lt-proc'))) return `apertium is not on this machine: ${INSTALL}`;
    if ((await modes()).length === 0) return `apertium has no language in ${modesFolder}: ${INSTALL}`;
    return undefined;
  };
  /** Why is looked for only now, so that it costs nothing where all is well; and not in what was said, of which a dying pipe may lose a part. */
  const explained = async (error: unknown, mode: ApertiumMode): Promise<never> => {
    if (!(error instanceof SpeechError) || error.code !== 'speech/provider-failed') throw error;
    const why = await missing();
    if (why !== undefined) throw new SpeechError('speech/no-provider', why, { cause: error });
    const absent: string[] = [];
    for (const program of programsOf(await pipeOf(modesFolder, mode, clock)))
      if (!(await canBeStarted(clock)(program))) absent.push(program);
    if (absent.length === 0) throw error;
    const without = `the pipeline ${mode.name} of apertium cannot translate without ${absent.join(', ')}: apt-get install -y apertium`;
    throw new SpeechError('speech/provider-failed', without, { cause: error });
  };
  const translate: PlainTranslate = async (text, { from, to, signal }) => {
    const all = await modes();
    if (all.length === 0) throw new SpeechError('speech/no-provider', (await missing()) ?? 'apertium is not complete');
    const routes = to.map((language) => routeOf(all, from, language) ?? unknown(from, language));
    const through = async (route: readonly ApertiumMode[]): Promise<string> => {
      let words = text;
      for (const mode of route) {
        const { stream, shown } = apertiumText(words, mode);
        words = shown(await pipelines.translate(mode, stream, { signal }).catch((error: unknown) => explained(error, mode)));
      }
      return words;
    };
    return Promise.all(routes.map(through));
  };
  return {
    name: 'apertium',
    leavesMachine: false,
    missing,
    targets: async (from) => targetsOf(await modes(), from),
    translate: (text, options) => translated(text, options, translate),
    [Symbol.asyncDispose]: () => pipelines[Symbol.asyncDispose](),
  };
}

function unknown(from: string, to: string): never {
  throw new SpeechError(
    'speech/unknown-language',
    `apertium has no way from ${from} to ${to} here: install the pair of them (apt-cache search apertium)`,
  );
}
