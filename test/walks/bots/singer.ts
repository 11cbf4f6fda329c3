/** A bot that brings its own media, for the walks: says its tone, shows its film, and reports whom it hears and sees. */
import { decoded, defineBot, type Bot, type Call, type PictureKind } from 'rollcall';
import { seenInPixels, WIDTH, HEIGHT, type Seen } from '../films.ts';
import { levelsIn, saying, type Levels } from '../pitches.ts';

/** Sent every half second to the program that started this one. Names are those of the roster. */
export type SingerReport = {
  readonly kind: 'report';
  readonly there: readonly string[];
  readonly mixed: Levels;
  readonly apart: Readonly<Record<string, Levels>>;
  /** By name and kind: `Ada Lovelace camera`. */
  readonly pictures: Readonly<Record<string, Seen>>;
};

/** The latest 1.5 s. */
const KEPT = 24_000;

export const bot: Bot = defineBot({
  name: 'singer',
  needs: ['sound', 'soundApart', 'pictures'],
  async onCall(call, { clock }) {
    const mixed = new Int16Array(KEPT);
    const apart = new Map<string, Int16Array>();
    const pictures = new Map<string, Seen>();
    const nameOf = (id: string): string => call.participants.find((one) => one.id === id)?.party.name ?? id;
    await call.answer();
    const film = process.env['SINGER_FILM'] ?? '';
    call.showCamera({ video: film, loops: true });
    call.speak(sung()).catch(() => undefined);
    void hear(call.audio, mixed);
    const follow = (id: string): void => {
      const one = call.participant(id);
      if (one === undefined || one.isSelf || apart.has(id)) return;
      const kept = new Int16Array(KEPT);
      apart.set(id, kept);
      void hear(one.audio, kept);
    };
    const watching = new Map<string, AbortController>();
    const watch = (id: string, of: PictureKind, isOn: boolean): void => {
      const key = `${id} ${of}`;
      watching.get(key)?.abort();
      watching.delete(key);
      pictures.delete(key);
      if (!isOn) return;
      const stop = new AbortController();
      watching.set(key, stop);
      see(call, { id, of, signal: stop.signal }, (seen) => void (stop.signal.aborted || pictures.set(key, seen))).catch(
        (error: unknown) => {
          if (!stop.signal.aborted) pictures.set(key, { colour: String(error), code: undefined });
        },
      );
    };
    call.facts.on('participantJoined', ({ participant }) => follow(participant.id));
    call.facts.on('participantLeft', ({ participant }) => apart.delete(participant.id));
    call.facts.on('picturesChanged', ({ participantId, of, isOn }) => watch(participantId, of, isOn));
    for (const { id } of call.participants) follow(id);
    for (const { participantId, of } of call.media.shown) watch(participantId, of, true);
    let sharing: { stop(): void } | undefined;
    const told = (message: unknown): void => {
      if (message === 'share') sharing = call.share({ video: process.env['SINGER_SCREEN'] ?? '', loops: true });
      if (message === 'stop sharing') sharing?.stop();
    };
    process.on('message', told);
    call.signal.addEventListener('abort', () => process.off('message', told), { once: true });
    while (!call.signal.aborted) {
      const report: SingerReport = {
        kind: 'report',
        there: call.participants.filter(({ isSelf }) => !isSelf).map(({ id }) => nameOf(id)),
        mixed: levelsIn(mixed),
        apart: Object.fromEntries([...apart].map(([id, sound]) => [nameOf(id), levelsIn(sound)])),
        pictures: Object.fromEntries([...pictures].map(([key, seen]) => [key.replace(/^\S+/, nameOf), seen])),
      };
      process.send?.(report);
      await clock.sleep(500, { signal: call.signal }).catch(() => undefined);
    }
  },
});

async function* sung(): AsyncGenerator<Int16Array> {
  const song = saying('singer', 2_000);
  for (;;) yield await Promise.resolve(song);
}

/** Keeps the latest of a sound. */
async function hear(sound: Call['audio'], kept: Int16Array): Promise<void> {
  for await (const { samples } of sound) {
    kept.copyWithin(0, samples.length);
    kept.set(samples, kept.length - samples.length);
  }
}

async function see(
  call: Call,
  { id, of, signal }: { readonly id: string; readonly of: PictureKind; readonly signal: AbortSignal },
  tell: (seen: Seen) => void,
): Promise<void> {
  const pictures = call.media.watch(id, of, { signal });
  for await (const { data } of decoded(pictures, { width: WIDTH, height: HEIGHT, signal })) tell(seenInPixels(data));
}
