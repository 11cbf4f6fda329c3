/** The library over HTTP, in the name of whoever sits here (`wire/live/library.ts` says what there is). */
import type {
  LibraryAnswer,
  LibraryCommand,
  LibraryPage,
  LibraryRefusal,
  RecordingDetail,
  RecordingWaveforms,
  WebhookDeliveries,
} from '../../../src/wire/live/library.ts';
import type { LibraryFind } from '../app/route.ts';
import { plainly } from '../live/bidi.ts';
import { dayEnd, dayStart } from './days.ts';

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
    const [fromMs, toMs] = [from === undefined ? undefined : dayStart(from), to === undefined ? undefined : dayEnd(to)];
    return read(
      this.#href('', { text, person, kind, before, from: fromMs?.toString(), to: toMs?.toString() }),
      until,
    ) as Promise<LibraryPage>;
  }

  detail(recordingId: string, until: Until): Promise<RecordingDetail> {
    return read(this.#href(`/${encodeURIComponent(recordingId)}`), until) as Promise<RecordingDetail>;
  }

  waveforms(recordingId: string, until: Until): Promise<RecordingWaveforms> {
    return read(this.#href(`/${encodeURIComponent(recordingId)}/waveforms`), until, JSON.parse) as Promise<RecordingWaveforms>;
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
