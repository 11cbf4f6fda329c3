/** Somebody who lives in a lab and has a telephone: dials, is rung, answers or does not, goes to meetings. */
import type { PersonEntry } from '../../switchboard/directory.ts';
import { msOf, shownMs, type Duration } from '../duration.ts';
import { LabError } from '../errors.ts';
import { Handset } from './handset.ts';
import { Line } from './line.ts';
import type { LineSurroundings } from './surroundings.ts';
import type { LabMeeting } from './lab-meeting.ts';

export type Within = {
  /** How long to wait at most: a minute. */
  readonly within?: Duration | undefined;
};

export class LabPerson {
  readonly name: string;
  readonly number: string;
  /** The user id in Graph. */
  readonly id: string;
  readonly #entry: PersonEntry;
  readonly #around: LineSurroundings;
  readonly #lines: Line[] = [];
  readonly #onLine: (line: Line) => void;

  constructor(entry: PersonEntry, { around, onLine }: { readonly around: LineSurroundings; readonly onLine: (line: Line) => void }) {
    this.#onLine = onLine;
    this.name = entry.name;
    this.number = entry.number;
    this.id = entry.userId;
    this.#entry = entry;
    this.#around = around;
  }

  /** The line of the latest call. Throws when there was none. */
  get line(): Line {
    const line = this.#lines.at(-1);
    if (!line) throw new LabError('testing/not-done', `${this.name} has had no call yet.`);
    return line;
  }

  /** All calls so far, oldest first. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** Dials a number: of a bot, a person or a meeting. Resolves as soon as it has been dialled; `line.isAnswered()` waits for more. */
  async dial(number: string, { passcode }: { readonly passcode?: string | undefined } = {}): Promise<Line> {
    await this.#around.time.settle();
    const handset = this.#handset(this.#caller);
    await handset.dial({ number, passcode });
    return this.#begun(handset);
  }

  /** Goes to a meeting; whoever has to waits in its lobby (`line.waitsInLobby()`). */
  async joins(meeting: LabMeeting): Promise<Line> {
    await this.#around.time.settle();
    const handset = this.#handset(this.#caller);
    await handset.dial({ number: meeting.number, passcode: meeting.passcode, isMeeting: true });
    return this.#begun(handset);
  }

  /** Waits until the phone rings. */
  rings(patience: Within = {}): Promise<void> {
    return this.#books('rings', () => this.#rings(patience));
  }

  async #rings({ within = '1 min' }: Within): Promise<void> {
    const isSo = await this.#around.time.until(() => this.isRinging, msOf(within));
    if (!isSo) throw this.#notDone(`${this.name}'s phone was expected to ring, and did not within ${shownMs(msOf(within))}.`);
  }

  get isRinging(): boolean {
    return this.#ringing !== undefined;
  }

  /** Waits until the phone rings, and takes the call; `after` so long. */
  answers(options: Within & { readonly after?: Duration | undefined } = {}): Promise<Line> {
    return this.#books('answers', () => this.#answers(options));
  }

  async #answers({ after = 0, ...patience }: Within & { readonly after?: Duration | undefined }): Promise<Line> {
    await this.#rings(patience);
    if (msOf(after) > 0) await this.#around.time.pass(msOf(after));
    const ringing = this.#ringing;
    if (!ringing) throw this.#notDone(`${this.name} wanted to answer after ${shownMs(msOf(after))}, and by then it rang no more.`);
    const handset = this.#handset(ringing.owner);
    await handset.take(ringing.legId);
    return this.#begun(handset);
  }

  /** Waits until the phone rings, and turns the call away. */
  declines(patience: Within = {}): Promise<void> {
    return this.#books('declines', () => this.#declines(patience));
  }

  async #declines(patience: Within): Promise<void> {
    await this.#rings(patience);
    const { switchboard } = this.#around.house.carrier;
    const { legId, owner } = this.#ringing ?? { legId: '', owner: this.#entry };
    this.#around.deeds.add(owner, switchboard.callOfLeg(legId)?.callId ?? '', { kind: 'decline' });
    switchboard.decline({ legId, userId: owner.userId });
    await this.#around.time.settle();
  }

  /** Waits until the phone rings, lets it ring, and waits until it has stopped. */
  ringsOut(patience: Within = {}): Promise<void> {
    return this.#books('ringsOut', () => this.#ringsOut(patience));
  }

  async #ringsOut({ within = '2 min' }: Within): Promise<void> {
    await this.#rings({ within });
    const hasStopped = await this.#around.time.until(() => !this.isRinging, msOf(within));
    if (!hasStopped) throw this.#notDone(`${this.name}'s phone was expected to stop ringing, and rings on after ${shownMs(msOf(within))}.`);
  }

  #handset(owner: PersonEntry): Handset {
    return new Handset({ ...this.#around, owner });
  }

  /** Themselves; in company a caller of its own. */
  get #caller(): PersonEntry {
    return this.#around.company?.callerFor(this.#entry) ?? this.#entry;
  }

  async #begun(handset: Handset): Promise<Line> {
    const line = new Line({ handset, owner: this.#entry, around: this.#around });
    this.#lines.push(line);
    this.#onLine(line);
    await this.#around.time.settle();
    return line;
  }

  get #ringing(): { readonly legId: string; readonly owner: PersonEntry } | undefined {
    const { house, company } = this.#around;
    if (!house.isCarrierUp) return undefined;
    const owners = company ? [this.#entry, this.#caller] : [this.#entry];
    for (const call of house.carrier.switchboard.calls()) {
      for (const leg of call.legs) {
        if (leg.kind !== 'person' || leg.state !== 'ringing') continue;
        const owner = owners.find(({ userId }) => userId === leg.userId);
        // Of all who ring the one that everybody shares, each takes the call of its own caller.
        if (owner && (owner !== this.#entry || (company?.isOurs(call) ?? true))) return { legId: leg.legId, owner };
      }
    }
    return undefined;
  }

  #books<T>(verb: string, work: () => Promise<T>): Promise<T> {
    return this.#around.expectations.book(`person.${verb}`, work);
  }

  #notDone(message: string): LabError {
    return this.#around.failure({ code: 'testing/not-done', message });
  }
}
