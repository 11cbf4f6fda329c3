/** What there is by a configuration that turns speech into text and translates it: in order, with what is missing and how to get it. */
import { resolve } from 'node:path';
import type { RecogniserConfig } from '../../speech/recognition/make-recogniser.ts';
import { missingFiles } from '../../speech/recognition/models/fetch-model.ts';
import { readManifest } from '../../speech/recognition/models/manifest.ts';
import type { RedactionRule } from '../../speech/redaction/redaction.ts';
import { ConfiguredSpeech, problemOf, targetsOf, type ConfiguredRecogniser, type MeansOfSpeech } from './configured-speech.ts';
import type { TranscriptionConfig } from './transcription-config.ts';

export type SpeechList = {
  /** In order of preference. */
  readonly recognisers: readonly ListedRecogniser[];
  /** Absent: the second pass over a recording is made by the same. */
  readonly secondPass?: readonly ListedRecogniser[] | undefined;
  readonly translators: readonly ListedTranslator[];
  /** BCP 47 of what is spoken in the house. */
  readonly language: string;
  /** `words`: how many words of one's own. Undefined: nothing is taken out. */
  readonly redaction: { readonly rules: readonly RedactionRule[]; readonly words: number } | undefined;
  /** How many words. */
  readonly glossary: number;
  readonly hints: number;
};

type Listed = {
  readonly name: string;
  readonly isThere: boolean;
  /** What is missing, and how to get it. */
  readonly problem?: string | undefined;
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
};
export type ListedRecogniser = Listed & {
  readonly languages: readonly string[] | 'any';
  /** Of a model whose files are missing: its manifest, by which they can be fetched. */
  readonly manifest?: string | undefined;
};
/** `targets`: from the language of the house. */
export type ListedTranslator = Listed & { readonly targets: readonly string[] | 'any' };

/** What is asked for `redact` when nothing is said of it. */
const ALL_RULES: readonly RedactionRule[] = ['card', 'account', 'health'];

/** Looks when it is asked: programs are started, models loaded, nobody's sound is sent anywhere. */
export async function listSpeech(config: TranscriptionConfig, means: MeansOfSpeech): Promise<SpeechList> {
  await using speech = new ConfiguredSpeech(config, means);
  const { language, translators } = speech;
  const { redact = {}, glossary = [], hints = [] } = config;
  return {
    recognisers: await Promise.all(speech.recognisers.map((each) => listed(each, means))),
    secondPass: speech.secondPass && (await Promise.all(speech.secondPass.map((each) => listed(each, means)))),
    translators: await Promise.all(
      translators.map(async (translator) => {
        const { name, leavesMachine, sendsTo } = translator;
        const [missing, known] = await Promise.all([problemOf(translator), targetsOf(translator, language)]);
        const problem = missing ?? known.problem;
        return { name, isThere: problem === undefined, problem, leavesMachine, sendsTo, targets: known.targets };
      }),
    ),
    language,
    redaction: redact === false ? undefined : { rules: redact.rules ?? ALL_RULES, words: redact.words?.length ?? 0 },
    glossary: glossary.length,
    hints: hints.length,
  };
}

async function listed({ config, name, recogniser, ...made }: ConfiguredRecogniser, means: MeansOfSpeech): Promise<ListedRecogniser> {
  if (!recogniser) return { name, isThere: false, problem: made.problem, leavesMachine: false, languages: [] };
  const { leavesMachine, sendsTo, languages } = recogniser;
  const problem = await problemOf(recogniser);
  const manifest = config.kind === 'sherpa' && (await lacksFiles(config, means)) ? config.manifest : undefined;
  return { name, isThere: problem === undefined, problem, leavesMachine, sendsTo, languages, manifest };
}

async function lacksFiles({ manifest, folder }: Extract<RecogniserConfig, { kind: 'sherpa' }>, { clock }: MeansOfSpeech): Promise<boolean> {
  const read = readManifest(resolve(manifest));
  return (await missingFiles(read.manifest, folder === undefined ? read.folder : resolve(folder), clock)).length > 0;
}
