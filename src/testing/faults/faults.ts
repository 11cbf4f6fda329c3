/** All that may go wrong in a lab, one line each. What is begun ends with the body of the test. */
import type { LabHouse } from '../house/lab-house.ts';
import type { Fault } from './fault.ts';
import { FaultBook, type FaultNote } from './fault-book.ts';
import { GraphFaults } from './graph-faults.ts';
import { kill, type KillOptions } from './kills.ts';
import { NotificationFaults } from './notification-faults.ts';
import { checkWhose, PacketFaults, shownPackets, type PacketWords } from './packet-faults.ts';
import { StoreFaults, VoiceFaults } from './provider-faults.ts';
import { KeyFaults, TokenFaults } from './token-faults.ts';

/**
 * @example
 * lab.faults.graph.tooMany({ retryAfter: '2 s', times: 2, of: /playPrompt/ });
 * lab.faults.notifications.late('2 s', { share: 0.5 });
 * lab.faults.kill('100', { after: 'legAnswered' });
 */
export class Faults {
  readonly notifications: NotificationFaults;
  readonly graph: GraphFaults;
  readonly tokens: TokenFaults;
  readonly keys: KeyFaults;
  /** What bots speak with. */
  readonly voice: VoiceFaults;
  /** What bots keep: messages. */
  readonly store: StoreFaults;
  readonly #book: FaultBook;
  readonly #packets: PacketFaults;
  readonly #adopted: Fault[] = [];

  constructor({ house, packets }: { readonly house: LabHouse; readonly packets: PacketFaults }) {
    this.#book = new FaultBook(house);
    this.#packets = packets;
    this.notifications = new NotificationFaults(this.#book);
    this.graph = new GraphFaults(this.#book);
    this.tokens = new TokenFaults(this.#book);
    this.keys = new KeyFaults(this.#book);
    this.voice = new VoiceFaults(this.#book);
    this.store = new StoreFaults(this.#book);
  }

  /** Packets between people and switchboard, both ways. */
  packets(words: PacketWords): Fault {
    const { people } = this.#book.house;
    if (words.of !== undefined) checkWhose(words.of, people.directory.people);
    const userId = words.of === undefined ? undefined : people.person(words.of).userId;
    const what = shownPackets(words);
    this.#book.tell(what);
    const fault = this.#book.begin(what);
    this.#packets.add(fault, words, userId);
    return fault;
  }

  /**
   * The process of a bot, by its number, or of the `switchboard`, dies in the middle of what it does: whoever was on a call with a
   * bot stays on it until Graph misses the bot's keepAlive; whoever was on any call loses it with the switchboard.
   */
  kill(who: string, options: KillOptions = {}): Fault {
    return kill(this.#book, who, options);
  }

  /** A fault that is made of others ends with them: a storm. */
  adopt(fault: Fault): void {
    this.#book.tell(`${fault.what} begins`);
    this.#adopted.push(fault);
  }

  /** What went wrong so far, in order. */
  get log(): readonly FaultNote[] {
    return this.#book.log;
  }

  /** Faults that never struck: perhaps the test does not test what it should. */
  get unused(): readonly string[] {
    return this.#book.faults.filter(({ hits }) => hits === 0).map(({ what }) => what);
  }

  /** Stops all. What was killed is still started again. */
  end(): void {
    for (const fault of this.#adopted) fault.stop();
    this.#book.end();
  }
}
