/** Finds what this machine can speak with, so that nobody has to set anything up. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { SpeechError } from './errors.ts';
import { espeakTextToSpeech } from './espeak-program.ts';
import { EspeakVoice, findEspeakVoice } from './espeak-voice.ts';
import { firstThatSpeaks } from './first-that-speaks.ts';
import { fliteTextToSpeech } from './flite.ts';
import { canBeStarted, type IsInstalled } from './program.ts';
import type { TextToSpeech } from './text-to-speech.ts';

export type ProviderName = 'flite' | 'espeak-ng' | 'espeak-voice';

export type ChooseVoiceOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** Only this one, even where others are installed. */
  readonly provider?: ProviderName | undefined;
  /** The voice spoken with where nothing else is asked for; must be one of the chosen provider's. */
  readonly voice?: string | undefined;
  /** Where the separate voice program is; by default it is looked for among the installed packages. */
  readonly espeakVoice?: string | undefined;
  readonly isInstalled?: IsInstalled;
  readonly findVoiceProgram?: () => string | undefined;
};

/** The chosen providers as one, and their names in the order in which they are asked. */
export type ChosenVoice = TextToSpeech & AsyncDisposable & { readonly providers: readonly ProviderName[] };

/** flite for English, else espeak-ng, else the separate voice program. Rejects with `speech/no-provider` when nothing is there. */
export async function chooseVoice(options: ChooseVoiceOptions): Promise<ChosenVoice> {
  const { clock, log, provider, voice } = options;
  const { makers, child } = await found(options);
  if (makers.size === 0) throw nothingFound(provider);
  try {
    const names = voice === undefined ? [...makers.keys()] : await thoseWith(voice, makers);
    const chosen = names.map((name, index) => makers.get(name)?.(index === 0 ? voice : undefined)).filter((each) => each !== undefined);
    return {
      ...firstThatSpeaks(chosen, { log }),
      providers: names,
      [Symbol.asyncDispose]: async () => child?.[Symbol.asyncDispose](),
    };
  } catch (error) {
    await clock.hold(async () => child?.[Symbol.asyncDispose]());
    throw error;
  }
}

/** Makes a provider that speaks in `voice` where nothing else is asked for. */
type Maker = (voice?: string) => TextToSpeech;

async function found(options: ChooseVoiceOptions): Promise<{ makers: ReadonlyMap<ProviderName, Maker>; child: EspeakVoice | undefined }> {
  const { clock, provider, voice, isInstalled = canBeStarted(clock), findVoiceProgram = findEspeakVoice } = options;
  const isWanted = (name: ProviderName): boolean => provider === undefined || provider === name;
  const [hasFlite, hasEspeak] = await Promise.all([
    isWanted('flite') && isInstalled('flite'),
    isWanted('espeak-ng') && isInstalled('espeak-ng'),
  ]);
  // A process that is kept warm for nothing would be a waste: it is started only where nothing else has its languages.
  const program = isWanted('espeak-voice') && !hasEspeak ? (options.espeakVoice ?? findVoiceProgram()) : undefined;
  const child = program === undefined ? undefined : new EspeakVoice({ clock, program, ...(voice !== undefined && { voice }) });
  const makers = new Map<ProviderName, Maker>();
  if (hasFlite) makers.set('flite', (named) => fliteTextToSpeech({ clock, ...(named !== undefined && { voice: named }) }));
  if (hasEspeak) makers.set('espeak-ng', (named) => espeakTextToSpeech({ clock, ...(named !== undefined && { voice: named }) }));
  if (child) makers.set('espeak-voice', () => child);
  return { makers, child };
}

/** The providers, with the one that has the voice first. */
async function thoseWith(voice: string, makers: ReadonlyMap<ProviderName, Maker>): Promise<readonly ProviderName[]> {
  for (const [name, make] of makers) {
    // One that cannot even list its voices has not got this one.
    const voices = await make()
      .voices()
      .catch(() => []);
    if (voices.some(({ id }) => id === voice)) return [name, ...[...makers.keys()].filter((each) => each !== name)];
  }
  throw new SpeechError(
    'speech/unknown-voice',
    `the voice ${JSON.stringify(voice)} is set, but none of ${[...makers.keys()].join(', ')} has it`,
  );
}

const LOOKED_FOR: Readonly<Record<ProviderName, string>> = {
  flite: 'the program flite (apt-get install flite, brew install flite)',
  'espeak-ng': 'the program espeak-ng (apt-get install espeak-ng, brew install espeak-ng)',
  'espeak-voice': 'the package rollcall-voice-espeak (npm install rollcall-voice-espeak)',
};

function nothingFound(provider: ProviderName | undefined): SpeechError {
  if (provider !== undefined) {
    return new SpeechError(
      'speech/no-provider',
      `the voice ${provider} is set but not installed: ${LOOKED_FOR[provider]} was looked for; install it, or take the setting away`,
    );
  }
  return new SpeechError(
    'speech/no-provider',
    `this machine has no voice: ${Object.values(LOOKED_FOR).join(', ')} were looked for and not found; install one of them`,
  );
}
