/** Files of a recording: what their addresses call them, and what people do. */
import type { KeptRecording } from '../archive/port.ts';
import type { FileContent, FileFormat } from '../media/files/recording-file.ts';

/** One file that is there or could be. */
export type KeptFile = { readonly content: FileContent; readonly format: FileFormat };

type Tracks = KeptRecording['tracks'];

const formatTitles = { ogg: 'Opus', wav: 'WAV', webm: 'WebM', mp4: 'MP4' } as const satisfies Record<FileFormat, string>;

/** `mixed.ogg`, `track-3.wav`, `speaker.webm`. */
export function nameOfFile({ content, format }: KeptFile): string {
  if (content.kind === 'track') return `track-${String(content.track)}.${format}`;
  return `${content.kind === 'mixed' ? 'mixed' : content.layout}.${format}`;
}

/** The file of such a name; undefined where it is none. */
export function fileOfName(name: string): KeptFile | undefined {
  const [, stem = '', track, ending = ''] = /^(mixed|speaker|gallery|track-(0|[1-9]\d{0,5}))\.(ogg|wav|webm|mp4)$/.exec(name) ?? [];
  if (stem === '') return undefined;
  const format = ending as FileFormat;
  if (track !== undefined) return { content: { kind: 'track', track: Number(track) }, format };
  if (stem === 'mixed') return { content: { kind: 'mixed' }, format };
  return { content: { kind: 'composite', layout: stem as 'speaker' | 'gallery' }, format };
}

/** "Everyone, one track (Opus)", "Ada Lovelace alone (WAV)", "Film, speaker view (MP4)". */
export function titleOfFile({ content, format }: KeptFile, tracks: Tracks): string {
  return `${partOfFile(content, tracks)} (${formatTitles[format]})`;
}

/** The same without the format: "Ada Lovelace alone". */
export function partOfFile(content: FileContent, tracks: Tracks): string {
  if (content.kind === 'mixed') return 'Everyone, one track';
  if (content.kind === 'composite') return `Film, ${content.layout} view`;
  const info = tracks.find(({ track }) => track === content.track)?.info;
  if (info === undefined || info.kind === 'mixed') return 'Everyone, one track';
  if (info.kind === 'voice') return `${info.name} alone`;
  return `${info.name}, ${info.kind}`;
}

/** All that can be had of these tracks, in the order in which people look for it. Films come of pictures alone. */
export function possibleFiles(tracks: Tracks): readonly KeptFile[] {
  const sound: readonly FileFormat[] = ['ogg', 'wav'];
  const film: readonly FileFormat[] = ['mp4', 'webm'];
  const ofKind = (...kinds: readonly string[]): Tracks => tracks.filter(({ info }) => kinds.includes(info.kind));
  const alone = (all: Tracks, formats: readonly FileFormat[]): readonly KeptFile[] =>
    all.flatMap(({ track }) => formats.map((format): KeptFile => ({ content: { kind: 'track', track }, format })));
  const pictures = ofKind('camera', 'screen');
  const layouts = pictures.length === 0 ? [] : (['speaker', 'gallery'] as const);
  return [
    ...layouts.flatMap((layout) => film.map((format): KeptFile => ({ content: { kind: 'composite', layout }, format }))),
    ...(ofKind('mixed').length === 0 ? [] : sound.map((format): KeptFile => ({ content: { kind: 'mixed' }, format }))),
    ...alone(ofKind('voice'), sound),
    ...alone(pictures, ['webm']),
  ];
}
