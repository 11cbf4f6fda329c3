/** What `rollcall speech` prints for people. */
import type { FetchedModel, FetchPlan } from '../server/transcription/fetch-speech-model.ts';
import type { RecognisedFile, RecognisedLine } from '../server/transcription/recognise-file.ts';
import type { ListedRecogniser, ListedTranslator, SpeechList } from '../server/transcription/speech-list.ts';
import type { TextInLanguage } from '../server/transcription/translate-text.ts';

type Row = { readonly listed: ListedRecogniser | ListedTranslator; readonly knows: string };

export function listWritten({ recognisers, secondPass, translators, ...rest }: SpeechList): string {
  const { language, redaction, glossary, hints } = rest;
  const recognising = (all: readonly ListedRecogniser[]): readonly Row[] =>
    all.map((listed) => ({ listed, knows: named(listed.languages) }));
  const translating = translators.map((listed) => ({
    listed,
    knows: `from ${language} into ${named(listed.targets)}`,
  }));
  const taken = redaction && [
    ...(redaction.rules.length > 0 ? [`${AND.format(redaction.rules)} numbers`] : []),
    ...(redaction.words > 0 ? [counted(redaction.words, 'word')] : []),
  ];
  return [
    '',
    '  Speech into text, in this order',
    ...rows(recognising(recognisers), 'No recogniser is configured.'),
    '',
    ...(secondPass ? ['  For the second pass over a recording', ...rows(recognising(secondPass), 'None is configured.'), ''] : []),
    '  Into other languages, in this order',
    ...rows(translating, 'No translator is configured.'),
    '',
    `  Spoken here    ${language}`,
    `  Taken out      ${taken?.join('; ') || 'nothing'}`,
    ...(hints > 0 ? [`  May come up    ${counted(hints, 'name or term', 'names and terms')}`] : []),
    ...(glossary > 0 ? [`  Glossary       ${counted(glossary, 'word')}`] : []),
    '',
    '',
  ].join('\n');
}

const AND = new Intl.ListFormat('en-GB');
/** More of them would hide the rest of the line. */
const MOST_NAMED = 12;

function named(languages: readonly string[] | 'any'): string {
  if (languages === 'any') return 'any language';
  return languages.length > MOST_NAMED ? `${String(languages.length)} languages` : languages.join(', ') || 'none';
}

function rows(all: readonly Row[], none: string): readonly string[] {
  if (all.length === 0) return [`    ${none}`];
  const [names, known] = [widest(all.map(({ listed }) => listed.name)), widest(all.map(({ knows }) => knows))];
  return all.flatMap(({ listed, knows }) => {
    const { name, isThere, problem, leavesMachine, sendsTo } = listed;
    const goes = leavesMachine ? `leaves this machine, to ${sendsTo ?? 'somebody else’s'}` : 'stays on this machine';
    const row = `    ${isThere ? '✓' : '✗'} ${name.padEnd(names)}  ${knows.padEnd(known)}  ${goes}`;
    const fetching = 'manifest' in listed && listed.manifest !== undefined ? [`      → rollcall speech fetch ${listed.manifest}`] : [];
    return isThere ? [row] : [row, `      ${problem ?? 'it is not known what is missing'}`, ...fetching];
  });
}

export function fileWritten({ lines, asked, language, durationMs, tookMs }: RecognisedFile): string {
  const who = asked.map(({ name, leavesMachine, sendsTo }) => (leavesMachine ? `${name} (sent to ${sendsTo ?? 'it'})` : name));
  const several = new Set(lines.map(({ by }) => by)).size > 1;
  const last = Math.max(0, ...lines.map(({ endMs }) => endMs));
  const isLong = last >= 3_600_000;
  const written = lines.map((line) => {
    const times = `${momentOf(line.startMs, isLong)} – ${momentOf(line.endMs, isLong)}`;
    return `  ${times}  ${wordsOf(line)}${several && line.problem === undefined ? `  (${line.by})` : ''}`;
  });
  const times = durationMs / Math.max(1, tookMs);
  const took = `${seconds(durationMs)} of sound in ${seconds(tookMs)}: ${times >= 1 ? `${times.toFixed(1)} times as fast as it was said` : `${(1 / times).toFixed(1)} times as long as it took to say`}`;
  return ['', `  ${who.join(', then ')}; ${language}`, '', ...(written.length > 0 ? written : ['  Nobody says a word in it.']), '', `  ${took}`, '', ''].join('\n'); // prettier-ignore
}

function wordsOf({ text, problem }: RecognisedLine): string {
  return problem === undefined ? text : `[…] ${problem}`;
}

export function textsWritten(texts: readonly TextInLanguage[]): string {
  const tags = widest(texts.map(({ to }) => to));
  return texts.flatMap(({ to, text }) => (text === undefined ? [] : [`${to.padEnd(tags)}  ${oneLine(text)}\n`])).join('');
}

export function planWritten({ name, folder, files }: FetchPlan): string {
  const there = files.filter(({ isThere }) => isThere).length;
  const begun = files.filter(({ isThere, bytes }) => !isThere && bytes > 0);
  const said = [
    counted(files.length, 'file'),
    ...(there > 0 ? [`${String(there)} there already`] : []),
    ...begun.map(({ file, bytes }) => `${file} goes on from ${megabytes(bytes)}`),
  ];
  return `\n  ${name}, into ${folder}\n  ${said.join('; ')}\n`;
}

export function modelWritten({ name, languages, manifest, folder, bytes, ...rest }: FetchedModel): string {
  const { isBeside, isConfigured, unchecked } = rest;
  const entry = `{ kind: 'sherpa', manifest: ${quoted(manifest)}${isBeside ? '' : `, folder: ${quoted(folder)}`} }`;
  const checked =
    unchecked.length === 0
      ? 'each file is what the manifest says'
      : `without a hash in the manifest, so not checked: ${unchecked.join(', ')}`;
  const toWrite = [
    '  Write into rollcall.config.ts; the next one is for when the one before it fails:',
    '',
    '    transcription: {',
    '      recognisers: [',
    `        ${entry},`,
    "        { kind: 'pocketsphinx' },",
    '      ],',
    '    },',
  ];
  return [
    '',
    `  ${name} is there (${named(languages)}, ${megabytes(bytes)}); ${checked}.`,
    ...(isConfigured ? ['  The configuration has it already.'] : toWrite),
    '',
    '  Then see whether it works: rollcall speech',
    '',
    '',
  ].join('\n');
}

/** `12.3 MB`: millions of bytes, as disks and networks count. */
export function megabytes(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, 'byte');
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `0:03.2`, `1:02:03.4` where there are hours. */
export function momentOf(ms: number, withHours = false): string {
  const tenths = Math.round(ms / 100);
  const minutes = Math.floor(tenths / 600);
  const rest = `${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${String(tenths % 10)}`;
  return withHours ? `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}:${rest}` : `${String(minutes)}:${rest}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/gu, ' ');
}

function counted(count: number, one: string, more = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : more}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** As TypeScript has it. */
function quoted(path: string): string {
  return `'${path.replaceAll(/['\\]/gu, String.raw`\$&`)}'`;
}
