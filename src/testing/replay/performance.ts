/** Does again what people did in a captured call. */
import { soundOf } from '../../bundles/read-bundle.ts';
import type { Bundle, Deed } from '../../bundles/bundle.ts';
import { shownMs } from '../duration.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import type { LabMeeting } from '../people/lab-meeting.ts';
import type { Line } from '../people/line.ts';
import { keysIn } from '../people/typing.ts';

/** How much later than before a phone may ring. */
const LATER_MS = 30_000;
const KEY_MS = 100;

export class Performance {
  /** What could not be done again, a sentence each. */
  readonly missed: string[] = [];
  /** The line of whoever began the call. */
  firstLine: Line | undefined;
  readonly #lab: Lab;
  readonly #bundle: Bundle;
  readonly #standIns = new Map<string, string>();
  readonly #meetings = new Map<string, LabMeeting>();

  constructor(lab: Lab, bundle: Bundle) {
    this.#lab = lab;
    this.#bundle = bundle;
  }

  /** Begins it; what takes its time, such as saying something, goes on while the next is done. */
  async does(deed: Deed): Promise<void> {
    try {
      await this.#do(deed);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      this.missed.push(`After ${shownMs(deed.atMs)}, ${deed.kind}: ${error.message.split('\n')[0] ?? ''}`);
    }
  }

  async #do(deed: Deed): Promise<void> {
    const person = this.#lab.person(
      deed.kind === 'answer' || deed.kind === 'decline' ? await this.#rung(deed.who) : this.#standIn(deed.who),
    );
    switch (deed.kind) {
      case 'dial':
        return this.#begun(await person.dial(deed.number));
      case 'join':
        return this.#begun(await person.joins(await this.#meeting(deed.meeting)));
      case 'answer':
        return this.#begun(await person.answers({ within: LATER_MS }));
      case 'decline':
        return person.declines({ within: LATER_MS });
      case 'key':
        for (const key of keysIn(deed.key)) void person.line.handset.press(key, KEY_MS);
        return;
      case 'say':
        void person.line.handset.say(soundOf(this.#bundle, deed.sound));
        return;
      case 'hangUp':
        return person.line.handset.hangUp();
      case 'lost':
        return person.line.handset.vanish();
      case 'mute':
      case 'unmute':
        person.line.handset.mute(deed.kind === 'mute');
    }
  }

  /**
   * Whose phone rings for them. In a call without persons the bot still calls those whom it knows: whoever is rung then stands in for
   * the one who was.
   */
  async #rung(who: string): Promise<string> {
    const known = this.#standIn(who);
    if (!this.#bundle.personsRemoved || known !== who) return known;
    const { house } = this.#lab;
    const ringing = (): string | undefined => {
      const legs = house.carrier.switchboard.calls().flatMap((call) => call.legs);
      const leg = legs.find((each) => each.kind === 'person' && each.state === 'ringing');
      return leg?.kind === 'person' ? leg.userId : undefined;
    };
    await house.time.until(() => ringing() !== undefined, LATER_MS);
    const found = ringing() ?? who;
    this.#standIns.set(who, found);
    return found;
  }

  #standIn(who: string): string {
    return this.#standIns.get(who) ?? who;
  }

  #begun(line: Line): void {
    this.firstLine ??= line;
  }

  async #meeting(number: string): Promise<LabMeeting> {
    const known = this.#meetings.get(number) ?? (await this.#lab.meeting());
    this.#meetings.set(number, known);
    return known;
  }
}
