/** What is in the files of a recording, as ffmpeg finds it: streams, sound, and pictures. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { colours, HEIGHT, nearest, seenInPixels, WIDTH, type Seen } from './films.ts';
import { heardIn, levelsIn } from './pitches.ts';

const PICTURE_BYTES = WIDTH * HEIGHT * 3;
const LARGEST = 1 << 30;
/** Of a picture: a face in the strip of a film is a twenty-fifth of it, with its name and its code in it. */
const SMALLEST_PART = 80;
/** Its pictures are looked at so often. */
const STEP_MS = 200;

/** From one millisecond to another. */
export type Part = readonly [from: number, to: number];

type Probed = { readonly streams: readonly string[]; readonly seconds: number };

/** A file as it was fetched, on the disk of the one who fetched it. */
export class KeptFile implements Disposable {
  readonly #folder: string;
  readonly #path: string;
  #sound: Int16Array | undefined;
  #shown: readonly Seen[] | undefined;

  constructor(name: string, bytes: Uint8Array) {
    this.#folder = mkdtempSync(join(tmpdir(), 'rollcall-kept-'));
    this.#path = join(this.#folder, name);
    writeFileSync(this.#path, bytes);
  }

  /** Codecs of its streams, and how long it is. Whatever ffprobe complains of throws. */
  probed(): Probed {
    const entries = ['-show_entries', 'stream=codec_name:format=duration', '-of', 'json'];
    const said = execFileSync('ffprobe', ['-v', 'error', ...entries, this.#path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { streams, format } = JSON.parse(said.toString()) as { streams: { codec_name: string }[]; format: { duration: string } };
    return { streams: streams.map(({ codec_name }) => codec_name), seconds: Number(format.duration) };
  }

  /** Who is heard in each of these parts, from one millisecond to another. */
  heardIn(parts: readonly Part[]): readonly (readonly string[])[] {
    this.#sound ??= this.#decodedSound();
    const sound = this.#sound;
    return parts.map(([from, to]) => heardIn(levelsIn(sound.subarray(Math.round(from) * 16, Math.round(to) * 16))));
  }

  /** The colours of its camera or screen in each of these parts; black, where nothing is shown, is none. */
  coloursIn(parts: readonly Part[]): readonly (readonly string[])[] {
    return parts.map(([from, to]) => {
      const seen = this.#seen().slice(Math.ceil(from / STEP_MS) + 1, Math.floor(to / STEP_MS));
      return [...new Set(seen.map(({ colour }) => colour))].filter((colour) => !/^rgb \d{1,2} \d{1,2} \d{1,2}$/.test(colour));
    });
  }

  /** The counts in its pictures: several, if it moves. */
  get codes(): ReadonlySet<number | undefined> {
    return new Set(this.#seen().map(({ code }) => code));
  }

  /** The colours that make up a part of its pictures worth speaking of, one a second; white is in all of them. */
  get colours(): readonly string[] {
    const all = this.#pictures(1_000).map(coloursOf);
    return Object.keys(colours).filter((colour) => colour !== 'white' && all.some((found) => found.has(colour)));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #seen(): readonly Seen[] {
    this.#shown ??= this.#pictures(STEP_MS).map(seenInPixels);
    return this.#shown;
  }

  #pictures(stepMs: number): Uint8Array[] {
    const filter = `fps=${String(1_000 / stepMs)},scale=${String(WIDTH)}:${String(HEIGHT)}`;
    const bytes = this.#decoded(['-an', '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24']);
    const count = Math.floor(bytes.length / PICTURE_BYTES);
    return Array.from({ length: count }, (_, at) => bytes.subarray(at * PICTURE_BYTES, (at + 1) * PICTURE_BYTES));
  }

  /** 16 kHz mono, from its time 0. */
  #decodedSound(): Int16Array {
    const bytes = this.#decoded(['-vn', '-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', '16000', '-f', 's16le']);
    return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  #decoded(how: readonly string[]): Buffer {
    const options = { maxBuffer: LARGEST, stdio: ['ignore', 'pipe', 'inherit'] } satisfies Parameters<typeof execFileSync>[2];
    return execFileSync('ffmpeg', ['-v', 'error', '-xerror', '-i', this.#path, ...how, '-'], options);
  }
}

function coloursOf(picture: Uint8Array): ReadonlySet<string> {
  const found = new Map<string, number>();
  const pixels = picture.length / 3;
  for (let at = 0; at < pixels; at += 7) {
    const colour = nearest([picture[at * 3] ?? 0, picture[at * 3 + 1] ?? 0, picture[at * 3 + 2] ?? 0]);
    found.set(colour, (found.get(colour) ?? 0) + 7);
  }
  return new Set([...found].filter(([, count]) => count > pixels / SMALLEST_PART).map(([colour]) => colour));
}
