/** The library over HTTP, in the name of whoever sits here (`wire/live/library.ts` says what there is). */
import type {
  LibraryAnswer,
  LibraryCommand,
  LibraryPage,
  LibraryRefusal,
  RecordingDetail,
  RecordingWaveforms,
  SaidPage,
  SegmentHistory,
  TranscriptCommand,
  TranscriptView,
  TranslationView,
  WebhookDeliveries,
} from '../../../src/wire/live/library.ts';
import type { LibraryFind } from '../app/route.ts';
import { plainly } from '../live/bidi.ts';
import { dayEnd, dayStart } from './days.ts';

export type TranscriptFormat = 'vtt' | 'srt' | 'json' | 'txt';
type Until = { readonly signal?: AbortSignal };

/** Words for a person. `isGone`: it is not there, or not open to whoever asks. */
export class KeptError extends Error {
  readonly isGone: boolean;
  constructor(message: string, isGone = false) {
    super(message);
    this.name = 'KeptError';
    this.isGone = isGone;
  }
}

export class Kept {
  readonly #as: string;

  constructor(as: string) {
    this.#as = as;
  }

  list({ text, person, from, to, kind }: LibraryFind, before: string | undefined, until: Until): Promise<LibraryPage> {
    return read(this.#href('', { text, person, kind, before, ...daysOf(from, to) }), until) as Promise<LibraryPage>;
  }

  detail(recordingId: string, until: Until): Promise<RecordingDetail> {
    return read(this.#href(`/${encodeURIComponent(recordingId)}`), until) as Promise<RecordingDetail>;
  }

  waveforms(recordingId: string, until: Until): Promise<RecordingWaveforms> {
    return read(this.#href(`/${encodeURIComponent(recordingId)}/waveforms`), until, JSON.parse) as Promise<RecordingWaveforms>;
  }

  /** Undefined where there is none. */
  async transcript(recordingId: string, until: Until): Promise<TranscriptView | undefined> {
    try {
      return (await read(this.#href(transcriptOf(recordingId)), until)) as TranscriptView;
    } catch (error) {
      if (error instanceof KeptError && error.isGone) return undefined;
      throw error;
    }
  }

  translation(recordingId: string, language: string, until: Until): Promise<TranslationView> {
    return read(this.#href(transcriptOf(recordingId), { language }), until) as Promise<TranslationView>;
  }

  history(recordingId: string, segmentId: string, until: Until): Promise<SegmentHistory> {
    return read(this.#href(`${transcriptOf(recordingId)}/${encodeURIComponent(segmentId)}`), until) as Promise<SegmentHistory>;
  }

  commandTranscript(recordingId: string, command: TranscriptCommand): Promise<LibraryAnswer> {
    return send(this.#href(transcriptOf(recordingId)), command);
  }

  /** Search in what was said; `after` is the `next` of the page before. */
  said({ text, person, from, to }: LibraryFind, after: string | undefined, until: Until): Promise<SaidPage> {
    return read(this.#href('/said', { text, person, ...daysOf(from, to), after }), until) as Promise<SaidPage>;
  }

  /** What was said as a file, such as captions for a player; in a language that it was translated into, or as it was spoken. */
  transcriptHref(
    recordingId: string,
    format: TranscriptFormat,
    { language, isSaved = false }: { readonly language?: string | undefined; readonly isSaved?: boolean } = {},
  ): string {
    const href = this.#href(`${transcriptOf(recordingId)}.${format}`, { language });
    return isSaved ? `${href}&download` : href;
  }

  /** Where one is told what is said while it is written down. */
  liveHref(recordingId: string): string {
    return this.#href(`${transcriptOf(recordingId)}/live`);
  }

  webhooks(until: Until): Promise<WebhookDeliveries> {
    return read(this.#href('/webhooks'), until) as Promise<WebhookDeliveries>;
  }

  command(recordingId: string, command: LibraryCommand): Promise<LibraryAnswer> {
    return send(this.#href(`/${encodeURIComponent(recordingId)}`), command);
  }

  sendAgain(deliveryId: string): Promise<LibraryAnswer> {
    return send(this.#href(`/webhooks/${encodeURIComponent(deliveryId)}`), {});
  }

  /** Where a file can be played, or saved from. */
  fileHref(recordingId: string, name: string, { isSaved = false }: { readonly isSaved?: boolean } = {}): string {
    const href = this.#href(`/${encodeURIComponent(recordingId)}/files/${encodeURIComponent(name)}`);
    return isSaved ? `${href}&download` : href;
  }

  #href(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
    const parts = new URLSearchParams({ as: this.#as });
    for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parts.set(name, value);
    return `/kept${path}?${parts.toString()}`;
  }
}

function transcriptOf(recordingId: string): string {
  return `/${encodeURIComponent(recordingId)}/transcript`;
}

function daysOf(from: string | undefined, to: string | undefined): { readonly from: string | undefined; readonly to: string | undefined } {
  const [fromMs, toMs] = [from === undefined ? undefined : dayStart(from), to === undefined ? undefined : dayEnd(to)];
  return { from: fromMs?.toString(), to: toMs?.toString() };
}

/** Waveforms are long, and nobody's words: they are parsed as they are. */
async function read(href: string, { signal }: Until, parse: (text: string) => unknown = plainly): Promise<unknown> {
  return bodyOf(await reached(href, signal === undefined ? {} : { signal }), parse);
}

async function send(href: string, body: object): Promise<LibraryAnswer> {
  const headers = { 'content-type': 'application/json' };
  return (await bodyOf(await reached(href, { method: 'POST', headers, body: JSON.stringify(body) }))) as LibraryAnswer;
}

async function reached(href: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(href, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new KeptError('Rollcall cannot be reached just now. It is tried again as soon as this page is connected.');
  }
}

async function bodyOf(response: Response, parse: (text: string) => unknown = plainly): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return parse(text);
  throw new KeptError(
    refusalIn(text) ?? `Rollcall answered with status ${String(response.status)}. Its terminal says more.`,
    response.status === 404,
  );
}

function refusalIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as Partial<LibraryRefusal>;
    return message;
  } catch {
    return text.trim() || undefined;
  }
}
