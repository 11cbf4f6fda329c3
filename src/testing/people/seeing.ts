/** What somebody sees: a viewer in memory whose slots show whom the test asks for, judged by the frames that arrive there. */
import type { MemorySlot } from '../../engine/pictures/memory-slot.ts';
import type { MemoryViewer } from '../../engine/pictures/memory-viewer.ts';
import type { PictureKind } from '../../engine/port.ts';
import type { Leg } from '../../switchboard/call.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import type { Attendance } from './attendance.ts';
import { Complaints } from './complaints.ts';
import { participantNamed } from './participants.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

export type Looking = {
  /** `camera` where left out. */
  readonly of?: PictureKind | undefined;
  /** How long to look at most: ten seconds. */
  readonly within?: Duration | undefined;
  /** How high it is shown, in pixels: the layer is chosen by it. 360 where left out. */
  readonly height?: number | undefined;
};

/** One picture as it arrived; the size is that of the layer that was sent. */
export type Seen = { readonly of: PictureKind; readonly by: string; readonly width: number; readonly height: number };

/** As many as a page shows; whoever was asked for longest ago makes place. */
const SLOTS = 9;
const ASK_AGAIN_MS = 1_000;
const HEIGHT = 360;
const nouns = { camera: 'camera', screen: 'screen' } as const;

type Place = { readonly participantId: string; readonly of: PictureKind; height: number; askedMs: number };

export class Seeing {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #attendance: Attendance;
  readonly #complaints: Complaints;
  readonly #places: (Place | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  #viewer: MemoryViewer | undefined;

  constructor(line: LineOf, around: LineSurroundings, attendance: Attendance) {
    this.#line = line;
    this.#around = around;
    this.#attendance = attendance;
    this.#complaints = new Complaints(line, around);
  }

  async sees(name: string, { of = 'camera', within = '10 s', height = HEIGHT }: Looking): Promise<Seen> {
    const { handset } = this.#line;
    const viewer = await this.#opens(`see ${name}`);
    const fromMs = this.#around.time.clock.now();
    let seen: Seen | undefined;
    const isSeen = (): boolean => (seen = this.#look(viewer, { name, of, height, fromMs })) !== undefined;
    const isSo = await this.#around.time.until(() => isSeen() || handset.isOver, msOf(within));
    if (isSo && seen) return seen;
    this.#complaints.needsCall(`see ${name}`);
    const wanted = `${this.#line.name} was expected to see the ${nouns[of]} of ${name}, and did not within ${shownMs(msOf(within))}`;
    throw this.#complaints.failed('testing/not-seen', `${wanted}: ${this.#whyNot(name, of)}`);
  }

  async seesNothingOf(name: string, { of = 'camera', for: duration = '2 s' }: Unseen): Promise<void> {
    const { handset } = this.#line;
    this.#complaints.needsCall(`see anybody`);
    const isInside = handset.leg?.state === 'connected' && !handset.leg.isInLobby && handset.call?.group !== undefined;
    if (!isInside) return this.#around.time.pass(msOf(duration));
    const viewer = await this.#opens(`look for ${name}`);
    const fromMs = this.#around.time.clock.now();
    const isSeen = (): boolean => this.#look(viewer, { name, of, height: HEIGHT, fromMs }) !== undefined;
    if (!(await this.#around.time.until(isSeen, msOf(duration)))) return;
    const afterMs = this.#around.time.clock.now() - fromMs;
    const message = `${this.#line.name} was expected to see nothing of ${name}'s ${nouns[of]}, and saw it after ${shownMs(afterMs)}.`;
    throw this.#complaints.failed('testing/not-seen', message);
  }

  /** A whole frame that can be shown has come since then, and it is theirs. */
  #look(viewer: MemoryViewer, { name, of, height, fromMs }: Look): Seen | undefined {
    const leg = participantNamed(this.#line.handset.call, name, this.#around.house);
    if (!leg) return undefined;
    const number = this.#placeOf(viewer, leg, { of, height });
    const slot = viewer.slots[number];
    if (!slot || !this.#isTheirs(slot, leg, of) || slot.atMs <= fromMs) return undefined;
    return { of, by: leg.self.name, width: slot.width, height: slot.height };
  }

  /** People's pictures carry a number of their own; those of bots are real ones, and carry none of these. */
  #isTheirs({ frames, shown }: MemorySlot, { legId }: Leg, of: PictureKind): boolean {
    const { house } = this.#around;
    if (frames === 0) return false;
    const tag = house.shown.get(`${legId} ${of}`);
    return tag === undefined ? ![...house.shown.values()].includes(shown.tag) : tag === shown.tag;
  }

  /** Where that picture is shown; asks the switchboard for it where it is not yet. */
  #placeOf(viewer: MemoryViewer, { participantId, kind }: Leg, { of, height }: Pick<Look, 'of' | 'height'>): number {
    const nowMs = this.#around.time.clock.now();
    let number = this.#places.findIndex((place) => place?.participantId === participantId && place.of === of);
    const known = this.#places[number];
    if (known?.height === height) {
      // A bot that shows a still picture sends it again for whoever asks.
      if (kind === 'app' && nowMs - known.askedMs >= ASK_AGAIN_MS) viewer.askKeyFrame(number);
      if (nowMs - known.askedMs >= ASK_AGAIN_MS) known.askedMs = nowMs;
      return number;
    }
    if (number < 0) number = this.#places.findIndex((place) => place === undefined);
    if (number < 0)
      number = this.#places.indexOf(
        this.#places.reduce((oldest, place) => ((place?.askedMs ?? 0) < (oldest?.askedMs ?? 0) ? place : oldest)),
      );
    this.#places[number] = { participantId, of, height, askedMs: nowMs };
    const slots = this.#places.flatMap((place, slot) =>
      place ? [{ slot, participantId: place.participantId, of: place.of, height: place.height }] : [],
    );
    const what = 'see others';
    this.#complaints.refusedOr(
      this.#line.handset.ask(undefined, (switchboard, mine) => switchboard.view({ ...mine, slots })),
      what,
    );
    return number;
  }

  async #opens(what: string): Promise<MemoryViewer> {
    await this.#attendance.isInside(what);
    if (this.#viewer) return this.#viewer;
    const { handset } = this.#line;
    const allowed = handset.ask(undefined, (switchboard, mine) => switchboard.connectPictures({ ...mine, what: 'view' }));
    this.#complaints.refusedOr(allowed, what);
    const viewer = this.#around.house.carrier.pictures.viewer({ slots: SLOTS, network: handset.network });
    this.#viewer = viewer;
    this.#complaints.refusedOr(await handset.connectPictures('view', viewer.offer), what);
    return viewer;
  }

  #whyNot(name: string, of: PictureKind): string {
    const leg = participantNamed(this.#line.handset.call, name, this.#around.house);
    if (!leg) return `${name} is not there.`;
    if (leg.isInLobby) return `${leg.self.name} waits in the lobby.`;
    if (!leg.pictures[of]) return of === 'camera' ? `the camera of ${leg.self.name} is off.` : `${leg.self.name} shares nothing.`;
    return `no whole picture of it arrived.`;
  }
}

export type Unseen = { readonly of?: PictureKind | undefined; readonly for?: Duration | undefined };

type Look = { readonly name: string; readonly of: PictureKind; readonly height: number; readonly fromMs: number };
