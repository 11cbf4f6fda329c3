/** What a test holds in its hands: the people of a lab, its meetings, its time, its faults, and all that went by. */
import type { CodecName } from '../media/codec.ts';
import { readWav } from '../media/wav.ts';
import type { Message } from '../services/voicemail/messages.ts';
import { graphClient } from '../platforms/graph/open-client.ts';
import type { GraphClient } from '../platforms/graph/graph-client.ts';
import type { LobbyScope } from '../switchboard/meetings/planned-meeting.ts';
import { msOf, type Duration } from './duration.ts';
import { LabError } from './errors.ts';
import { registrationOf, tenantId } from './house/lab-directory.ts';
import type { Fault } from './faults/fault.ts';
import { Faults } from './faults/faults.ts';
import { PacketFaults } from './faults/packet-faults.ts';
import { Storm, type StormOptions } from './faults/storm.ts';
import type { LabHouse } from './house/lab-house.ts';
import type { Carried } from './house/wire.ts';
import { checkGroup, Crowd } from './people/crowd.ts';
import { DeedLog } from './people/deed-log.ts';
import { Expectations } from './people/expectations.ts';
import type { LabRecording } from './recordings/lab-recording.ts';
import { LabMeeting } from './people/lab-meeting.ts';
import { LabPerson } from './people/lab-person.ts';
import type { Line } from './people/line.ts';
import type { Company, Failing, LineSurroundings } from './people/surroundings.ts';
import { noPacketTrouble } from './people/network.ts';
import type { LabTranscript } from './transcripts/lab-transcripts.ts';
import { CallLadders } from './run/call-ladders.ts';
import { openLocalRecogniser } from './voices/pocketsphinx.ts';
import type { Recogniser } from './voices/recogniser.ts';

export type LabSurroundings = {
  readonly house: LabHouse;
  readonly codec: CodecName;
  /** Makes the error of a failure, with all that helps to understand it. */
  readonly failure: (what: Failing, lab: Lab) => LabError;
  /** There while many go through the same test in one house. */
  readonly company?: Company | undefined;
  /** Of a house that others share. */
  readonly ladders?: CallLadders | undefined;
};

export type MeetingWords = {
  readonly subject?: string | undefined;
  /** Who holds it: Ada unless told otherwise. */
  readonly organizer?: string | undefined;
  /** Who comes in without waiting in the lobby: everybody of the organization unless told otherwise. */
  readonly lobby?: LobbyScope | undefined;
  readonly hasPasscode?: boolean | undefined;
};

export class Lab {
  readonly house: LabHouse;
  /** All that people did, in order. */
  readonly deeds: DeedLog;
  /** All lines, in the order in which they were begun. */
  readonly lines: Line[] = [];
  /** What goes wrong, one line each. */
  readonly faults: Faults;
  /** All calls with their messages, for whoever wants to see what happened. */
  readonly ladders: CallLadders;
  readonly #around: LineSurroundings;
  readonly #packets = new PacketFaults();
  readonly #people = new Map<string, LabPerson>();
  #recogniser: Promise<Recogniser | undefined> | undefined;

  constructor({ house, codec, failure, company, ladders = new CallLadders(house) }: LabSurroundings) {
    this.house = house;
    this.ladders = ladders;
    this.deeds = new DeedLog(house.time.clock);
    this.faults = new Faults({ house, packets: this.#packets });
    this.#around = {
      house,
      time: house.time,
      codec,
      packets: noPacketTrouble(),
      deeds: this.deeds,
      expectations: new Expectations(),
      recogniser: () => (this.#recogniser ??= openLocalRecogniser({ clock: house.time.clock })),
      failure: (what) => failure(what, this),
      latestLineOf: (name) => this.person(name).lines.at(-1),
      company,
    };
  }

  /** By first name, full name or number. Whoever is not known moves in under that name. */
  person(name: string): LabPerson {
    const entry = this.house.people.person(name);
    const around = { ...this.#around, packets: this.#packets.of(entry.userId) };
    const known = this.#people.get(entry.userId) ?? new LabPerson(entry, { around, onLine: (line) => void this.lines.push(line) });
    this.#people.set(entry.userId, known);
    return known;
  }

  /** Several who do the same at once; a number stands for so many people of whom nobody has heard. Throws a `TypeError` for nobody. */
  group(...names: readonly (string | number)[]): Crowd {
    checkGroup(names);
    const all = names.flatMap((name) =>
      typeof name === 'number' ? Array.from({ length: name }, (_, at) => `Guest ${String(at + 1)}`) : [name],
    );
    return new Crowd(
      all.map((name) => this.person(name)),
      this.#around,
    );
  }

  /** Plans a meeting that begins now. */
  async meeting({ subject, organizer = 'Ada', lobby = 'organization', hasPasscode = false }: MeetingWords = {}): Promise<LabMeeting> {
    const { meetings } = this.house.carrier.surroundings;
    const startMs = this.house.time.clock.wallMs();
    const planned = await meetings.create({
      tenantId,
      organizerId: this.person(organizer).id,
      startMs,
      endMs: startMs + 3_600_000,
      subject,
      isPasscodeRequired: hasPasscode,
      options: { lobbyScope: lobby },
    });
    if (!planned) throw new LabError('testing/refused', 'The switchboard keeps no more meetings.');
    return new LabMeeting(planned);
  }

  /** What a sound says that an app brings with it, 16 kHz samples or a WAV file's bytes: from now on `hears` knows it by these words. */
  knows(text: string, sound: Int16Array | Uint8Array, { by = 'a file' }: { readonly by?: string | undefined } = {}): void {
    this.house.catalogue.add({ text, by, samples: sound instanceof Int16Array ? sound : readWav(sound) });
  }

  /** Lets time pass: a moment of the machine's, however long it is. */
  async pass(duration: Duration): Promise<void> {
    await this.house.time.pass(msOf(duration));
  }

  /** Waits until something is so that only the test knows of; false when it did not come about `within` (a minute), and no failure. Rejects with what `isSo` throws. */
  until(isSo: () => boolean, { within = '1 min' }: { readonly within?: Duration | undefined } = {}): Promise<boolean> {
    return this.house.time.until(isSo, msOf(within));
  }

  /** A storm of random faults, by the lab's seed, until it is stopped or the body of the test ends. */
  storm(options?: StormOptions): Fault {
    const storm = new Storm(this.house, this.faults, options);
    this.faults.adopt(storm);
    return storm;
  }

  /** A bot may throw what reads like this: with faults it may have to. Anything else that it throws fails the test. */
  forgives(message: RegExp): void {
    this.house.forgiven.push(message);
  }

  /** What went over the wire between bots and switchboard, in order. */
  get messages(): readonly Carried[] {
    return this.house.wire.carried;
  }

  /** The messages that were left for somebody, newest first. */
  voicemail(name: string): Promise<readonly Message[]> {
    return this.house.voicemail.list(this.person(name).id);
  }

  /** What bots have recorded, in the order in which they began. */
  get recordings(): readonly LabRecording[] {
    return this.house.recordings;
  }

  /** The latest of them. Throws a `LabError` where nothing was recorded. */
  get recording(): LabRecording {
    const latest = this.recordings.at(-1);
    if (latest) return latest;
    throw new LabError('testing/not-done', 'No bot has recorded anything.');
  }

  /** What bots have kept of what was said, in the order in which they began. */
  get transcripts(): readonly LabTranscript[] {
    return this.house.transcripts;
  }

  /** The latest of them. Throws a `LabError` where nothing was kept. */
  get transcript(): LabTranscript {
    const latest = this.transcripts.at(-1);
    if (latest) return latest;
    throw new LabError('testing/not-done', 'No bot has kept what was said.');
  }

  /** Graph as the app at that number may use it. */
  graph(number: string): GraphClient {
    const { wire, time, whims } = this.house;
    return graphClient({ ...registrationOf(number), fetch: wire.fetch, clock: time.clock, random: whims });
  }

  /** What faults and reports need. */
  get around(): LineSurroundings {
    return this.#around;
  }
}
