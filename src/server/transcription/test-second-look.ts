/** Aids for tests of second passes: a real archive with real speech in it, and a recogniser that understands what the test says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Archive } from '../../archive/archive.ts';
import type { OpenRecording, Viewer } from '../../archive/port.ts';
import { about, ada, newPlace, operator, type Place } from '../../archive/test-archive.ts';
import { silentLog } from '../../base/log.ts';
import { seededRandom } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../media/frame.ts';
import { opusEncoder } from '../../media/opus.ts';
import { readWav } from '../../media/wav.ts';
import { SpeechError } from '../../speech/errors.ts';
import type { SpeechToText } from '../../speech/recognition/speech-to-text.ts';
import type { Segment } from '../../speech/segment.ts';
import { scribe } from '../../transcripts/test-transcripts.ts';
import type { HouseStores } from '../house-stores.ts';
import type { Archives } from '../recordings/open-archives.ts';
import type { PassNews } from './second-passes.ts';
import { openTranscripts, type BothTranscripts, type OpenTranscriptsOptions } from './open-transcripts.ts';

export class SecondLook implements AsyncDisposable {
  readonly place: Place;
  archive: Archive;
  scope: Scope = new Scope();
  /** What is understood of each utterance. An empty text: the recogniser fails; undefined: it never comes to an end. */
  text: string | undefined = 'my card is 4111 1111 1111 1111 at acme';
  /** What it says then. */
  failure: string = 'it was killed';
  /** What it lacks. */
  missing: string | undefined;
  /** Passes that were begun. */
  heard: number = 0;
  /** Of runs that were killed: they keep nothing any more. */
  readonly #killed: Scope[] = [];

  static async open(): Promise<SecondLook> {
    const place = await newPlace();
    return new SecondLook(place, await place.open());
  }

  private constructor(place: Place, archive: Archive) {
    this.place = place;
    this.archive = this.#counted(archive);
  }

  #counted(archive: Archive): Archive {
    const hear = archive.hearVoices.bind(archive);
    archive.hearVoices = (viewer, recordingId, work) => {
      this.heard++;
      return hear(viewer, recordingId, work);
    };
    return archive;
  }

  /** Of this run alone. */
  #facts(): Place['facts'] {
    const { scope, place } = this;
    const unlessKilled =
      <Of extends unknown[]>(write: (...of: Of) => Promise<number>): ((...of: Of) => Promise<number>) =>
      (...of) =>
        this.#killed.includes(scope) ? Promise.reject(new Error('this run was killed')) : write(...of);
    const append = unlessKilled((...of: Parameters<Place['facts']['append']>) => place.facts.append(...of));
    const replace = unlessKilled((...of: Parameters<Place['facts']['replace']>) => place.facts.replace(...of));
    return { append, replace, read: (from) => place.facts.read(from), [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  readonly #better: SpeechToText = {
    name: 'better',
    leavesMachine: false,
    languages: 'any',
    gives: { interims: false, words: false, confidence: false },
    atOnce: 1,
    missing: () => Promise.resolve(this.missing),
    recognise: (sound, { signal } = {}) => this.#recognise(sound, signal),
  };

  async *#recognise(sound: AsyncIterable<Int16Array>, signal: AbortSignal | undefined): ReturnType<SpeechToText['recognise']> {
    let samples = 0;
    for await (const piece of sound) samples += piece.length;
    const { text } = this;
    if (text === undefined) await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    if (!text) throw new SpeechError('speech/provider-failed', this.failure);
    yield { kind: 'final', text, startMs: 0, endMs: (samples / FRAME_SAMPLES) * FRAME_MS };
  }

  /** What a house opens its transcripts over, in this run. */
  async means(): Promise<{ readonly archives: Archives; readonly stores: HouseStores }> {
    const { place, archive } = this;
    const other = await place.open({ which: 'switchboard', folder: join(place.path, 'other') });
    const archives = { bots: archive, switchboard: other, archives: [archive, other], vault: place.vault } as unknown as Archives;
    const facts = this.#facts();
    const stores = { path: place.path, bots: facts, calls: facts } as unknown as HouseStores;
    return { archives, stores };
  }

  async transcripts(changed: Partial<OpenTranscriptsOptions> = {}): Promise<BothTranscripts> {
    const { place, scope } = this;
    const { clock } = place;
    const common = { clock, random: seededRandom(7), log: silentLog, scope };
    return openTranscripts({ ...common, ...(await this.means()), tenantId: 't1', better: [this.#better], isLookedAtAgain: false, language: 'en', ...changed }); // prettier-ignore
  }

  /** A further run of the program over the same data: after an orderly end of the one before, or after a kill, and then nothing of that is undone. */
  async restart(ended: 'in good order' | 'by a kill'): Promise<void> {
    if (ended === 'by a kill') this.#killed.push(this.scope);
    else await this.scope.end();
    this.scope = new Scope();
    this.archive = this.#counted(await this.place.open());
  }

  /** Ada says one thing, from the first moment on. */
  async recording(): Promise<OpenRecording> {
    const open = await this.archive.begin(about);
    const samples = readWav(await readFile(new URL('../../../test/fixtures/speech/ada-hello.wav', import.meta.url)));
    const encoder = await opusEncoder();
    const packet = new Uint8Array(1_000);
    open.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: ada.id, name: ada.name } });
    open.write({ kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: ada.id, name: ada.name } });
    for (let from = 0, atMs = 0; from + FRAME_SAMPLES <= samples.length; from += FRAME_SAMPLES, atMs += FRAME_MS) {
      const length = encoder.encode(samples.subarray(from, from + FRAME_SAMPLES), packet, 0);
      open.write({ kind: 'sound', atMs, track: 1, packet: packet.slice(0, length), levelDb: -12 });
    }
    encoder.free();
    return open;
  }

  /** What a pass waits for is the clock's. */
  async over<T>(work: Promise<T>): Promise<T> {
    const ended: boolean[] = [];
    const end = (): void => void ended.push(true);
    work.then(end, end);
    for (let i = 0; i < 1_000 && ended.length === 0; i++) await this.place.clock.advance(500);
    return work;
  }

  /** Somebody asks for a pass. Resolves when the transcript has it, rejects with what is told where it fails. */
  async again({ ask, passes }: BothTranscripts, recordingId: string, viewer: Viewer = operator): Promise<void> {
    const until = new AbortController();
    const over = new Promise<undefined>((resolve, reject) => {
      const tell = ({ done, problem }: PassNews): void => {
        if (problem !== undefined) reject(new Error(problem));
        else if (done >= 1) resolve(undefined);
      };
      passes.facts.on('changed', tell, { signal: until.signal });
    });
    const answer = await ask(recordingId, viewer);
    if (!answer.isOwed) throw new Error(answer.why);
    await this.over(over).finally(() => until.abort());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const scope of [...this.#killed, this.scope]) await scope.end();
    await this.place[Symbol.asyncDispose]();
  }
}

export async function segmentsIn({ bots }: BothTranscripts, id: string): Promise<readonly Segment[]> {
  return (await bots.get(operator, id))?.segments ?? [];
}

export async function writeInto({ bots }: BothTranscripts, recordingId: string, ...all: Segment[]): Promise<void> {
  const open = await bots.begin({ recordingId, madeBy: scribe, redact: false });
  for (const each of all) open.write(each);
  await open.finish();
}
